import Mustache

/// A finished drawing: the only thing templates may write unescaped, and only this type can be.
///
/// All text in it went through ``SVG``, which escapes it.
struct Drawing: MustacheCustomRenderable, Sendable {
    /// In UTF-8.
    let bytes: [UInt8]

    fileprivate init(_ bytes: [UInt8]) { self.bytes = bytes }

    var svg: String { String(decoding: bytes, as: UTF8.self) }
    var renderText: String { svg }
    var isNull: Bool { bytes.isEmpty }
}

/// Builds one SVG picture. Colors come from classes of the stylesheet; texts are escaped here.
struct SVG {
    private let id: String
    private let width: Double
    private let height: Double
    private let style: String
    private let title: String
    private let description: String
    /// All shapes so far, in UTF-8: a drawing has hundreds of numbers, and a string for each would cost more than all else.
    private var shapes: [UInt8] = []

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
        open("<rect class=\"", style)
        attribute(" x=\"", x)
        attribute(" y=\"", y)
        attribute(" width=\"", max(0, width))
        attribute(" height=\"", height)
        attribute(" rx=\"", round)
        if let fill { add(" fill=\"", fill, "\"") }
        add("/>")
    }

    mutating func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
        open("<line class=\"", style)
        attribute(" x1=\"", x1)
        attribute(" y1=\"", y1)
        attribute(" x2=\"", x2)
        attribute(" y2=\"", y2)
        add("/>")
    }

    /// - Parameter anchor: `start`, `middle` or `end`.
    mutating func text(_ text: String, x: Double, y: Double, style: String = "", anchor: String = "start") {
        open("<text class=\"", style)
        attribute(" x=\"", x)
        attribute(" y=\"", y)
        add(" text-anchor=\"", anchor, "\">")
        HTMLEscaping.append(text, to: &shapes)
        add("</text>")
    }

    /// A drop hanging with its middle at a point; a bigger dose is a bigger drop.
    mutating func drop(_ style: String, x: Double, y: Double, radius r: Double) {
        open("<path class=\"", style)
        path(" d=\"M", x, y - 1.5 * r)
        path("C", x + 0.4 * r, y - 0.9 * r)
        path(" ", x + r, y - 0.3 * r)
        path(" ", x + r, y + 0.2 * r)
        path("A", r, r)
        path(" 0 0 1 ", x - r, y + 0.2 * r)
        path("C", x - r, y - 0.3 * r)
        path(" ", x - 0.4 * r, y - 0.9 * r)
        path(" ", x, y - 1.5 * r)
        add("Z\"/>")
    }

    /// Declares slanted hatching and gives what to pass as `fill`.
    mutating func hatching(_ lineStyle: String) -> String {
        add("<defs><pattern id=\"", id, "-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"")
        add(" patternTransform=\"rotate(45)\"><line class=\"", lineStyle, "\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/>")
        add("</pattern></defs>")
        return "url(#\(id)-hatch)"
    }

    func drawing() -> Drawing {
        var head = SVG(self)
        head.add("<svg class=\"", style, "\" viewBox=\"0 0 ")
        head.number(width)
        head.add(" ")
        head.number(height)
        head.add("\" role=\"img\" aria-labelledby=\"", id, "-title ")
        head.add(id, "-desc\"><title id=\"", id)
        head.add("-title\">")
        HTMLEscaping.append(title, to: &head.shapes)
        head.add("</title><desc id=\"", id, "-desc\">")
        HTMLEscaping.append(description, to: &head.shapes)
        head.add("</desc>")
        return Drawing(head.shapes + shapes + Array("</svg>".utf8))
    }

    /// The same picture before anything is drawn.
    private init(_ other: SVG) {
        self = other
        shapes = []
    }

    // MARK: Bytes

    private mutating func add(_ text: String, _ more: String = "", _ end: String = "") {
        shapes.append(contentsOf: text.utf8)
        shapes.append(contentsOf: more.utf8)
        shapes.append(contentsOf: end.utf8)
    }

    private mutating func open(_ tag: String, _ style: String) { add(tag, style, "\"") }

    private mutating func attribute(_ name: String, _ value: Double) {
        add(name)
        number(value)
        shapes.append(UInt8(ascii: "\""))
    }

    private mutating func path(_ step: String, _ x: Double, _ y: Double) {
        add(step)
        number(x)
        shapes.append(UInt8(ascii: " "))
        number(y)
    }

    /// A coordinate with at most one decimal.
    private mutating func number(_ value: Double) {
        guard value.isFinite, abs(value) < 1_000_000 else { return shapes.append(UInt8(ascii: "0")) }
        let tenths = Int((value * 10).rounded())
        if tenths < 0 { shapes.append(UInt8(ascii: "-")) }
        whole(abs(tenths) / 10)
        guard abs(tenths) % 10 != 0 else { return }
        shapes.append(UInt8(ascii: "."))
        whole(abs(tenths) % 10)
    }

    private mutating func whole(_ value: Int) {
        if value >= 10 { whole(value / 10) }
        shapes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }
}
