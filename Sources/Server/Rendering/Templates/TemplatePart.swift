/// One piece of a template, in the order of the file.
indirect enum TemplatePart: Sendable {
    /// Written as it stands.
    case text([UInt8])
    /// `{{name}}`, escaped.
    case value(TemplateName)
    /// `{{{name}}}`: only what the program made itself.
    case unescaped(TemplateName)
    /// `{{#name}}…{{/name}}`; once linked, each has a number of its own.
    case section(TemplateName, [TemplatePart], place: Int)
    /// `{{^name}}…{{/name}}`
    case inverted(TemplateName, [TemplatePart])
    /// `{{>name}}`; gone once linked.
    case partial(String)
    /// `{{<name}}{{$block}}…{{/block}}{{/name}}`; gone once linked.
    case layout(String, blocks: [String: [TemplatePart]])
    /// `{{$name}}…{{/name}}` in a layout, with what stands there by default; gone once linked.
    case block(String, [TemplatePart])
}

/// The name in a tag.
struct TemplateName: Sendable, Equatable {
    /// Parts between dots; empty for `{{.}}`, the current object itself.
    let steps: [String]
    /// Begins with a dot: only the current object is asked, not those around it.
    let isLocal: Bool

    init(_ text: String) {
        isLocal = text.hasPrefix(".")
        steps = text.split(separator: ".").map(String.init)
    }
}
