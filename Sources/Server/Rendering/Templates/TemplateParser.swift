/// Reads Mustache: values, sections, partials and layouts. Delimiters, lambdas and indentation are not used here.
///
/// A section, partial, layout or comment alone on its line takes the line's end with it.
struct TemplateParser {
    private let bytes: [UInt8]
    private var place = 0

    /// - Throws: ``TemplateFault`` at the first tag that cannot be read.
    static func parse(_ text: String) throws(TemplateFault) -> [TemplatePart] {
        var parser = TemplateParser(bytes: Array(text.utf8))
        return try parser.parts(of: nil, atLineStart: true)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var isAtEnd: Bool { place >= bytes.count }

    /// - Parameters:
    ///   - section: Ends at this closing tag; `nil` for a whole file.
    ///   - atLineStart: Whether a tag here could stand alone on its line.
    private mutating func parts(of section: String?, atLineStart: Bool) throws(TemplateFault) -> [TemplatePart] {
        var parts: [TemplatePart] = []
        var atLineStart = atLineStart
        var indent: [UInt8] = []
        while !isAtEnd {
            if atLineStart { indent = read { $0 == 0x20 || $0 == 0x09 } }
            let text = readText()
            if !isAtEnd, bytes[place] == 0x0A {
                place += 1
                parts.append(.text(indent + text + [0x0A]))
                atLineStart = true
                continue
            }
            if !text.isEmpty {
                parts.append(.text(indent + text))
                indent = []
                atLineStart = false
            }
            if isAtEnd { break }
            place += 2
            let tag = try tag()
            let standsAlone = tag.kind.mayStandAlone && atLineStart && endsLine()
            if !indent.isEmpty, !standsAlone {
                parts.append(.text(indent))
                indent = []
            }
            if tag.kind == .close {
                guard tag.name == section else { throw fault("{{/\(tag.name)}} closes nothing that is open") }
                return parts
            }
            if let part = try part(tag, standsAlone: standsAlone) { parts.append(part) }
            atLineStart = standsAlone
        }
        if let section { throw fault("{{#\(section)}} is not closed") }
        return parts
    }

    private mutating func part(_ tag: Tag, standsAlone: Bool) throws(TemplateFault) -> TemplatePart? {
        switch tag.kind {
        case .value: return .value(TemplateName(tag.name))
        case .unescaped: return .unescaped(TemplateName(tag.name))
        case .partial: return .partial(tag.name)
        case .comment, .close: return nil
        case .section:
            return .section(TemplateName(tag.name), try parts(of: tag.name, atLineStart: standsAlone), place: 0)
        case .inverted: return .inverted(TemplateName(tag.name), try parts(of: tag.name, atLineStart: standsAlone))
        case .block: return .block(tag.name, try parts(of: tag.name, atLineStart: standsAlone))
        case .layout:
            var blocks: [String: [TemplatePart]] = [:]
            for part in try parts(of: tag.name, atLineStart: true) {
                switch part {
                case .block(let name, let parts): blocks[name] = parts
                case .text: break
                default: throw fault("{{<\(tag.name)}} holds something that is not a block")
                }
            }
            return .layout(tag.name, blocks: blocks)
        }
    }

    // MARK: Tags

    private struct Tag {
        let kind: Kind
        let name: String
    }

    private enum Kind {
        case value, unescaped, section, inverted, close, partial, layout, block, comment

        var mayStandAlone: Bool { self != .value && self != .unescaped }
    }

    /// Reads what follows `{{`, up to and with `}}`.
    private mutating func tag() throws(TemplateFault) -> Tag {
        guard !isAtEnd else { throw fault("a tag is not closed") }
        let kind: Kind
        switch bytes[place] {
        case UInt8(ascii: "#"): kind = .section
        case UInt8(ascii: "^"): kind = .inverted
        case UInt8(ascii: "/"): kind = .close
        case UInt8(ascii: ">"): kind = .partial
        case UInt8(ascii: "<"): kind = .layout
        case UInt8(ascii: "$"): kind = .block
        case UInt8(ascii: "!"): kind = .comment
        case UInt8(ascii: "{"): kind = .unescaped
        case UInt8(ascii: "="), UInt8(ascii: "%"), UInt8(ascii: "&"):
            throw fault("this kind of tag is not used in our templates")
        default: kind = .value
        }
        if kind != .value { place += 1 }
        let inside = read { $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "{") }
        for _ in 0..<(kind == .unescaped ? 3 : 2) {
            guard !isAtEnd, bytes[place] == UInt8(ascii: "}") else { throw fault("a tag is not closed") }
            place += 1
        }
        let name = String(decoding: inside, as: UTF8.self).filter { $0 != " " }
        guard kind == .comment || (!name.isEmpty && name.utf8.allSatisfy(Self.isOfName)) else {
            throw fault("“\(name)” is not a name")
        }
        return Tag(kind: kind, name: name)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "/"):
            true
        default: false
        }
    }

    // MARK: Bytes

    private mutating func read(while matches: (UInt8) -> Bool) -> [UInt8] {
        let start = place
        while !isAtEnd, matches(bytes[place]) { place += 1 }
        return Array(bytes[start..<place])
    }

    /// Up to the next tag or the end of the line.
    private mutating func readText() -> [UInt8] {
        let start = place
        while !isAtEnd, bytes[place] != 0x0A {
            if bytes[place] == UInt8(ascii: "{"), place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "{") {
                break
            }
            place += 1
        }
        return Array(bytes[start..<place])
    }

    /// Whether nothing but blanks follows on this line; then they and the line's end are passed.
    private mutating func endsLine() -> Bool {
        if isAtEnd { return true }
        var next = place
        while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 { next += 1 }
        guard next < bytes.count, bytes[next] == 0x0A else { return false }
        place = next + 1
        return true
    }

    private func fault(_ why: String) -> TemplateFault {
        let line = 1 + bytes.prefix(min(place, bytes.count)).count { $0 == 0x0A }
        return TemplateFault(line: line, why: why)
    }
}

/// Why a template cannot be read.
struct TemplateFault: Error, CustomStringConvertible {
    let line: Int
    let why: String

    var description: String { "line \(line): \(why)" }
}
