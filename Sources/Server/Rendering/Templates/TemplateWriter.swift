import Mustache

/// Fills a linked template: walks its parts once and writes bytes, asking the view models for names.
///
/// The rules are Mustache's: a section over a list repeats, over an object enters it, over nothing or `false` is left
/// out; a name is looked for in the current object and then in those around it.
struct TemplateWriter {
    private(set) var bytes: [UInt8] = []
    private var holes: [(at: Int, hole: TemplateHole)] = []
    /// The current object is the last.
    private var frames: [Frame] = []

    private struct Frame {
        let value: Any
        /// The same where it has names; found out once.
        let parent: (any MustacheParent)?
    }

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func write(_ parts: [TemplatePart], model: any MustacheParent) {
        frames.append(Frame(value: model, parent: model))
        write(parts)
        frames.removeLast()
    }

    private mutating func write(_ parts: [TemplatePart]) {
        for part in parts {
            switch part {
            case .text(let text): bytes.append(contentsOf: text)
            case .value(let name): if let value = value(name) { append(value) }
            case .unescaped(let name):
                guard let value = value(name) else { continue }
                if let drawing = value as? Drawing { bytes.append(contentsOf: drawing.bytes); continue }
                bytes.append(contentsOf: Self.text(value).utf8)
            case .section(let name, let parts, let place): section(value(name), parts, place)
            case .inverted(let name, let parts): inverted(value(name), parts)
            // Linked templates have none.
            case .partial, .layout, .block: break
            }
        }
    }

    private mutating func append(_ value: Any) {
        if let text = value as? String { return HTMLEscaping.append(text, to: &bytes) }
        if let hole = value as? TemplateHole { return holes.append((bytes.count, hole)) }
        HTMLEscaping.append(Self.text(value), to: &bytes)
    }

    // MARK: Sections

    private mutating func section(_ value: Any?, _ parts: [TemplatePart], _ place: Int) {
        guard let value else { return }
        if value is String { return enter(Frame(value: value, parent: nil), parts) }
        if let shown = value as? Bool { return shown ? write(parts) : () }
        if let section = value as? any KeptSection { return writeOnce(section, parts, place) }
        if let parent = value as? any MustacheParent { return enter(Frame(value: value, parent: parent), parts) }
        if let list = value as? any MustacheSequence { return each(list, parts) }
        if let drawing = value as? any MustacheCustomRenderable, drawing.isNull { return }
        enter(Frame(value: value, parent: nil), parts)
    }

    private mutating func each(_ list: some MustacheSequence, _ parts: [TemplatePart]) {
        for element in list {
            enter(Frame(value: element, parent: element as? any MustacheParent), parts)
        }
    }

    private mutating func writeOnce(_ section: any KeptSection, _ parts: [TemplatePart], _ place: Int) {
        let written = section.kept(in: place) ?? Self.written(section, parts, place)
        var start = 0
        for (place, hole) in written.holes {
            bytes.append(contentsOf: written.bytes[start..<place])
            HTMLEscaping.append(section.text(of: hole), to: &bytes)
            start = place
        }
        bytes.append(contentsOf: written.bytes[start...])
    }

    private static func written(
        _ section: any KeptSection, _ parts: [TemplatePart], _ place: Int
    ) -> WrittenSection {
        var writer = TemplateWriter(capacity: 0)
        for element in section.elements() { writer.write(parts, model: element) }
        let written = WrittenSection(bytes: writer.bytes, holes: writer.holes)
        section.keep(written, in: place)
        return written
    }

    private mutating func enter(_ frame: Frame, _ parts: [TemplatePart]) {
        frames.append(frame)
        write(parts)
        frames.removeLast()
    }

    private mutating func inverted(_ value: Any?, _ parts: [TemplatePart]) {
        guard let value else { return write(parts) }
        if let shown = value as? Bool { return shown ? () : write(parts) }
        if let list = value as? any MustacheSequence {
            if Self.isEmpty(list) { enter(Frame(value: value, parent: nil), parts) }
            return
        }
        if let drawing = value as? any MustacheCustomRenderable, drawing.isNull { write(parts) }
    }

    private static func isEmpty(_ list: some MustacheSequence) -> Bool { !list.contains { _ in true } }

    // MARK: Names

    private func value(_ name: TemplateName) -> Any? {
        guard let first = name.steps.first else { return frames.last?.value }
        guard let found = name.isLocal ? frames.last?.parent?.child(named: first) : climb(first) else { return nil }
        guard name.steps.count > 1 else { return found }
        var value: Any = found
        for step in name.steps.dropFirst() {
            guard let next = (value as? any MustacheParent)?.child(named: step) else { return nil }
            value = next
        }
        return value
    }

    private func climb(_ name: String) -> Any? {
        for frame in frames.reversed() {
            if let found = frame.parent?.child(named: name) { return found }
        }
        return nil
    }

    private static func text(_ value: Any) -> String {
        if let text = value as? String { return text }
        if let renderable = value as? any MustacheCustomRenderable { return renderable.renderText }
        return String(describing: value)
    }
}
