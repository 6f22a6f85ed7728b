import Foundation

/// Reads template files and what they include.
enum TemplateFiles {
    /// Texts by name: `reference/therapy` for `reference/therapy.mustache`.
    ///
    /// Indentation is dropped: swift-mustache would repeat it before every line of a partial.
    static func read(folder: String) throws(PagesError) -> [String: String] {
        guard let paths = FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) else {
            throw .unreadable(folder)
        }
        var texts: [String: String] = [:]
        for path in paths where path.hasSuffix(".mustache") {
            guard let data = FileManager.default.contents(atPath: folder + "/" + path),
                let text = String(validating: data, as: UTF8.self)
            else { throw .unreadable(path) }
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            texts[String(path.dropLast(".mustache".count))] =
                lines.map { $0.drop { $0 == " " || $0 == "\t" } }.joined(separator: "\n")
        }
        guard !texts.isEmpty else { throw .unreadable(folder) }
        return texts
    }

    /// swift-mustache cannot read a slash in `{{/layouts/base}}`, so inherited names get dots instead.
    static func dotted(_ text: String) -> String {
        var parts = text.components(separatedBy: "{{")
        for index in parts.indices.dropFirst() where parts[index].hasPrefix("<") || parts[index].hasPrefix("/") {
            guard let end = parts[index].firstIndex(of: "}") else { continue }
            let sign = parts[index].prefix(1)
            let name = parts[index][..<end].dropFirst().replacing("/", with: ".")
            parts[index] = String(sign + name + parts[index][end...])
        }
        return parts.joined(separator: "{{")
    }

    /// Names after `{{>` and `{{<`.
    static func included(by text: String) -> [String] {
        var names: [String] = []
        for part in text.components(separatedBy: "{{").dropFirst() {
            guard let sign = part.first, sign == ">" || sign == "<" else { continue }
            names.append(part.dropFirst().prefix { $0 != "}" }.trimmingCharacters(in: .whitespaces))
        }
        return names
    }
}
