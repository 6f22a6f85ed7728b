public import Clinical
import JSONText

/// What `stepwell reference` says.
public enum ReferenceAnswer {
    /// Pages for a question, best first; status "not on file" when nothing fits.
    public static func search(_ question: String, in library: ContentLibrary, limit: Int = 10) -> Answer {
        let hits = library.search.search(question, limit: limit)
        let json = JSON.object([
            JSON.Member("query", .string(question)), JSON.Member("release", .string(library.release.id)),
            JSON.Member("hits", .array(hits.map(hit))),
        ])
        guard !hits.isEmpty else {
            return Answer(json: json, text: "Nothing on file matches.", status: .notOnFile)
        }
        let text = hits.map { hit in
            let lines = hit.lines.map { "    \($0.text) [\($0.source.isEmpty ? "not on file" : $0.source)]" }
            return (["\(hit.document.title)  \(hit.document.address)"] + lines).joined(separator: "\n")
        }
        return Answer(json: json, text: text.joined(separator: "\n"))
    }

    /// The whole reference for another program to search.
    public static func documents(of library: ContentLibrary) -> Answer {
        let json = library.documentsJSON
        return Answer(json: json, text: json.pretty())
    }

    private static func hit(_ hit: SearchHit) -> JSON {
        .object([
            JSON.Member("id", .string(hit.document.id)), JSON.Member("title", .string(hit.document.title)),
            JSON.Member("kind", .string(hit.document.kind.rawValue)),
            JSON.Member("address", .string(hit.document.address)), JSON.Member("score", .int(hit.score)),
            JSON.Member("lines", .array(hit.lines.map(\.json))),
        ])
    }
}
