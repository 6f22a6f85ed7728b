import Clinical
import Course

/// Draws the first doses of a schedule: a row a dose, drops sized by step, windows as bands, hospital stays hatched.
enum ScheduleStrip {
    private static let width = 360.0
    private static let margin = 14.0
    private static let rowHeight = 48.0
    private static let top = 30.0

    /// - Parameter id: Unique within the page.
    static func draw(_ rows: [ScheduleRow], regimen: Regimen, therapy: Therapy, id: String) -> Drawing {
        let last = rows.flatMap { [$0.day + 2, min($0.latest ?? 0, $0.day + 8)] }.max() ?? 1
        let scale = Scale(days: max(7, last), from: margin, to: width - margin)
        let height = top + Double(rows.count) * rowHeight + 8
        var svg = SVG(
            id: id, width: width, height: height, style: "strip",
            title: "Schedule of \(Wording.name(therapy)), \(regimen.name)", description: description(rows))
        let hatch = svg.hatching("hatch-line")
        axis(&svg, scale: scale, height: height)
        for (index, row) in rows.enumerated() {
            draw(
                row, index: index, of: rows.count, y: top + Double(index) * rowHeight, scale: scale, hatch: hatch,
                into: &svg)
        }
        return svg.drawing()
    }

    private struct Scale {
        let days: Int
        let from: Double
        let to: Double

        var dayWidth: Double { (to - from) / Double(days) }
        /// Left edge of a day.
        func x(_ day: Int) -> Double { from + Double(min(max(day, 1), days + 1) - 1) * dayWidth }
        func middle(_ day: Int) -> Double { x(day) + dayWidth / 2 }
    }

    private static func axis(_ svg: inout SVG, scale: Scale, height: Double) {
        let step = [1, 2, 3, 7, 14, 28].first { Double($0) * scale.dayWidth >= 21 } ?? 28
        svg.text("day", x: margin, y: 11, style: "quiet-text")
        for day in stride(from: 1, through: scale.days, by: step) {
            svg.text(String(day), x: scale.middle(day), y: 24, style: "quiet-text", anchor: "middle")
            svg.line("grid", scale.middle(day), 28, scale.middle(day), height - 4)
        }
        svg.line("axis", margin, 28, width - margin, 28)
    }

    private static func draw(
        _ row: ScheduleRow, index: Int, of count: Int, y: Double, scale: Scale, hatch: String, into svg: inout SVG
    ) {
        let bandY = y + 24
        let bandHeight = 14.0
        let usualEnd = row.usualLatest ?? row.latest
        if let from = row.earliest, let to = usualEnd, row.day != from || to > from {
            svg.rect(
                "usual", x: scale.x(from), y: bandY, width: scale.x(to + 1) - scale.x(from), height: bandHeight,
                round: 3)
        }
        if let usual = row.usualLatest, let latest = row.latest, latest > usual {
            svg.rect(
                "late", x: scale.x(usual + 1), y: bandY, width: scale.x(latest + 1) - scale.x(usual + 1),
                height: bandHeight, round: 3)
        }
        for stay in row.stays {
            let start = scale.middle(row.day)
            let length = Double(stay.hours) / 24 * scale.dayWidth
            if stay.setting == .hospital {
                svg.rect("stay", x: start, y: bandY + bandHeight + 2, width: length, height: 5, fill: hatch)
            } else {
                svg.rect("near", x: start, y: bandY + bandHeight + 2, width: length, height: 5)
            }
        }
        let size = count > 1 ? 4.5 + 3.5 * Double(index) / Double(count - 1) : 6
        svg.drop("drop", x: scale.middle(row.day), y: bandY + 8, radius: size)
        let label = "\(row.title) · \(row.dose.rule)"
        // About 7.2 units a letter; a label that would leave the picture ends at its edge instead.
        let start = scale.middle(row.day) - 4
        let fits = start + Double(label.count) * 7.2 < width - margin
        svg.text(label, x: fits ? start : width - margin, y: y + 15, style: "name", anchor: fits ? "start" : "end")
    }

    private static func description(_ rows: [ScheduleRow]) -> String {
        rows.map { row in
            let stay = row.stays.isEmpty ? "" : ", then " + Wording.either(row.stays.map(\.short))
            return "\(row.title), \(row.dose.rule), day \(row.day)\(row.day == 1 ? "" : " (\(row.window))")\(stay)."
        }.joined(separator: " ")
    }
}
