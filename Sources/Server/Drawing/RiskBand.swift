/// Draws the risk window after a dose: a band from the dose to the end of the window with a mark for now.
enum RiskBand {
    /// - Parameters:
    ///   - hours: Whole hours since the dose.
    ///   - length: Hours the window lasts.
    static func draw(hours: Int, of length: Int, id: String) -> Drawing {
        let span = Double(max(1, length))
        let whole = 328.0
        let x = 16 + whole * min(1, max(0, Double(hours) / span))
        let left = max(0, length - hours)
        var svg = SVG(
            id: id, width: 360, height: 58, style: "band", title: "Risk window",
            description: "\(hours) h since the dose. The window lasts \(length) h, \(left) h are left.")
        svg.rect("band-window", x: 16, y: 12, width: whole, height: 18, round: 4)
        svg.rect("band-past", x: 16, y: 12, width: x - 16, height: 18, round: 4)
        svg.line("band-now", x, 6, x, 36)
        svg.text("dose", x: 16, y: 50, style: "tl-quiet")
        svg.text("\(length) h", x: 344, y: 50, style: "tl-quiet", anchor: "end")
        let middle = min(max(x, 80), 270)
        svg.text(hours >= length ? "now, \(hours) h: over" : "now, \(hours) h", x: middle, y: 50, anchor: "middle")
        return svg.drawing()
    }
}
