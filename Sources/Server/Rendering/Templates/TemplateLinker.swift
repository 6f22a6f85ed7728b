import Synchronization

/// Puts partials and layouts in their places once, at start, so that a page needs no look-up of templates.
struct TemplateLinker {
    /// Parsed templates by name.
    let templates: [String: [TemplatePart]]
    private static let deepest = 32
    private static let places = Atomic<Int>(0)

    init(_ templates: [String: [TemplatePart]]) { self.templates = templates }

    /// One template with everything it includes; texts that meet are joined.
    ///
    /// - Throws: ``PagesError`` when an included template does not exist or includes itself.
    func link(_ name: String) throws(PagesError) -> [TemplatePart] {
        var linked: [TemplatePart] = []
        try add(.partial(name), to: &linked, blocks: [:], path: ["the program"])
        return linked
    }

    private func add(
        _ parts: [TemplatePart], to linked: inout [TemplatePart], blocks: [String: [TemplatePart]], path: [String]
    ) throws(PagesError) {
        for part in parts { try add(part, to: &linked, blocks: blocks, path: path) }
    }

    private func add(
        _ part: TemplatePart, to linked: inout [TemplatePart], blocks: [String: [TemplatePart]], path: [String]
    ) throws(PagesError) {
        switch part {
        case .text(let bytes):
            if case .text(let before)? = linked.last {
                linked[linked.count - 1] = .text(before + bytes)
            } else {
                linked.append(part)
            }
        case .value, .unescaped: linked.append(part)
        case .section(let name, let parts, _):
            var inner: [TemplatePart] = []
            try add(parts, to: &inner, blocks: blocks, path: path)
            let place = Self.places.wrappingAdd(1, ordering: .relaxed).newValue
            linked.append(.section(name, inner, place: place))
        case .inverted(let name, let parts):
            var inner: [TemplatePart] = []
            try add(parts, to: &inner, blocks: blocks, path: path)
            linked.append(.inverted(name, inner))
        case .partial(let name):
            try add(try parts(name, path), to: &linked, blocks: blocks, path: path + [name])
        case .layout(let name, let given):
            let blocks = blocks.merging(given) { outer, _ in outer }
            try add(try parts(name, path), to: &linked, blocks: blocks, path: path + [name])
        case .block(let name, let standard):
            try add(blocks[name] ?? standard, to: &linked, blocks: blocks, path: path + ["$" + name])
        }
    }

    private func parts(_ name: String, _ path: [String]) throws(PagesError) -> [TemplatePart] {
        guard let parts = templates[name] else {
            throw .missing(template: name, usedBy: path.last ?? "")
        }
        guard path.count < Self.deepest else { throw .broken(template: name, why: "it includes itself") }
        return parts
    }
}
