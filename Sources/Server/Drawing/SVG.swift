import Mustache

/// A finished drawing: the only thing templates may write unescaped, and only this type can be.
///
/// All text in it went through ``SVG``, which escapes it.
struct Drawing: MustacheCustomRenderable, Sendable {
    let svg: String

    fileprivate init(_ svg: String) { self.svg = svg }

    var renderText: String { svg }
    var isNull: Bool { svg.isEmpty }
}

/// Builds one SVG picture. Colors come from classes of the stylesheet; texts are escaped here.
struct SVG {
    private let id: String
    private let width: Double
    private let height: Double
    private let style: String
    private let title: String
    private let description: String
    private var parts: [String] = []

    /// - Parameters:
    ///   - id: Unique within the page; letters, digits and dashes.
    ///   - title: What the picture is.
    ///   - description: What it shows, in a sentence for those who cannot see it.
    init(id: String, width: Double, height: Double, style: String, title: String, description: String) {
        self.id = String(id.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        self.width = width
        self.height = height
        self.style = style
        self.title = title
        self.description = description
    }

    mutating func rect(
        _ style: String, x: Double, y: Double, width: Double, height: Double, round: Double = 0, fill: String? = nil
    ) {
        let fill = fill.map { " fill=\"\($0)\"" } ?? ""
        let box = "x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(0, width)))\" height=\"\(n(height))\""
        parts.append("<rect class=\"\(style)\" \(box) rx=\"\(n(round))\"\(fill)/>")
    }

    mutating func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        parts.append("<line class=\"\(style)\" x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\"/>")
    }

    /// - Parameter anchor: `start`, `middle` or `end`.
    mutating func text(_ text: String, x: Double, y: Double, style: String = "", anchor: String = "start") {
        let place = "x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\""
        parts.append("<text class=\"\(style)\" \(place)>\(HTMLEscaping.escape(text))</text>")
    }

    /// A drop hanging with its middle at a point; a bigger dose is a bigger drop.
    mutating func drop(_ style: String, x: Double, y: Double, radius r: Double) {
        let path =
            "M\(n(x)) \(n(y - 1.5 * r))C\(n(x + 0.4 * r)) \(n(y - 0.9 * r)) \(n(x + r)) \(n(y - 0.3 * r)) "
            + "\(n(x + r)) \(n(y + 0.2 * r))A\(n(r)) \(n(r)) 0 0 1 \(n(x - r)) \(n(y + 0.2 * r))"
            + "C\(n(x - r)) \(n(y - 0.3 * r)) \(n(x - 0.4 * r)) \(n(y - 0.9 * r)) \(n(x)) \(n(y - 1.5 * r))Z"
        parts.append("<path class=\"\(style)\" d=\"\(path)\"/>")
    }

    /// Declares slanted hatching and gives what to pass as `fill`.
    mutating func hatching(_ lineStyle: String) -> String {
        let size = "width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\""
        let line = "<line class=\"\(lineStyle)\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/>"
        parts.append("<defs><pattern id=\"\(id)-hatch\" \(size)>\(line)</pattern></defs>")
        return "url(#\(id)-hatch)"
    }

    func drawing() -> Drawing {
        let labels = "role=\"img\" aria-labelledby=\"\(id)-title \(id)-desc\""
        return Drawing(
            "<svg class=\"\(style)\" viewBox=\"0 0 \(n(width)) \(n(height))\" \(labels)>"
                + "<title id=\"\(id)-title\">\(HTMLEscaping.escape(title))</title>"
                + "<desc id=\"\(id)-desc\">\(HTMLEscaping.escape(description))</desc>" + parts.joined() + "</svg>")
    }

    /// A coordinate with at most one decimal.
    private func n(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1_000_000 else { return "0" }
        let tenths = Int((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let magnitude = abs(tenths)
        return magnitude % 10 == 0 ? "\(sign)\(magnitude / 10)" : "\(sign)\(magnitude / 10).\(magnitude % 10)"
    }
}
