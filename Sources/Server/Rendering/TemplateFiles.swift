import Foundation

/// Reads template files and what they include.
enum TemplateFiles {
    /// Texts by name: `reference/therapy` for `reference/therapy.mustache`.
    ///
    /// Indentation is dropped: it is for those who read the templates.
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
}
