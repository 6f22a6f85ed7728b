import Foundation
import Mustache

@testable import Server

/// The same templates filled by the swift-mustache library: what ours must agree with, byte by byte.
struct TemplateOracle {
    private let library: MustacheLibrary
    let names: [String]

    init(folder: String) throws {
        MustacheContentTypes.register(ByteWise(), named: "STEPWELL")
        var templates: [String: MustacheTemplate] = [:]
        let texts = try TemplateFiles.read(folder: folder)
        for (name, text) in texts {
            let template = try MustacheTemplate(string: "{{% CONTENT_TYPE: STEPWELL}}\n" + Self.dotted(text))
            templates[name] = template
            templates[name.replacing("/", with: ".")] = template
        }
        library = MustacheLibrary(templates: templates)
        names = texts.keys.sorted()
    }

    func html(_ template: String, _ model: any MustacheParent) -> String? {
        library.render(model, withTemplate: template)
    }

    /// The library escapes by character; both sides use our escaping here, which has tests of its own.
    private struct ByteWise: MustacheContentType {
        func escapeText(_ text: String) -> String { HTMLEscaping.escape(text) }
    }

    /// The library cannot read a slash in `{{/layouts/base}}`, so inherited names get dots instead.
    private static func dotted(_ text: String) -> String {
        var parts = text.components(separatedBy: "{{")
        for index in parts.indices.dropFirst() where parts[index].hasPrefix("<") || parts[index].hasPrefix("/") {
            guard let end = parts[index].firstIndex(of: "}") else { continue }
            let name = parts[index][..<end].dropFirst().replacing("/", with: ".")
            parts[index] = String(parts[index].prefix(1) + name + parts[index][end...])
        }
        return parts.joined(separator: "{{")
    }
}

/// Answers every name with something drawn from a seed: texts with traps, yes and no, nothing, lists, objects.
struct DrawnModel: MustacheParent {
    let seed: UInt64
    /// Below this many levels only texts are drawn.
    let depth: Int

    func child(named name: String) -> Any? {
        var hash = seed ^ 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 31)) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
        let inner = { (number: UInt64) in DrawnModel(seed: hash &+ number, depth: depth - 1) }
        switch hash % 11 {
        case 0: return nil
        case 1: return true
        case 2: return false
        case 3: return Int(hash >> 50)
        case 4: return "<b> & \"\(name)\" 'x'\u{301}\u{7}"
        case 5, 6: return name
        case 7: return [String]()
        case 8: return ["one", "<two>", ""]
        case 9 where depth > 0: return [inner(0), inner(1)]
        case 10 where depth > 0: return inner(2)
        default: return "text"
        }
    }
}
