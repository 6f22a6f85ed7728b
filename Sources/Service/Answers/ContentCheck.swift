public import Clinical
import Course
import JSONText

/// The report of `stepwell content check`.
public enum ContentCheck {
    public static func run(_ files: [ContentFile]) -> Answer {
        do {
            let protocols = try Protocols.load(files)
            return report(protocols.library.census, faults: [])
        } catch {
            var census = Census()
            census.files = files.count
            return report(census, faults: error.faults)
        }
    }

    private static func report(_ census: Census, faults: [ContentFault]) -> Answer {
        func texts(_ code: String) -> [String] { faults.filter { $0.code == "content." + code }.map(\.description) }
        let unsourced = texts("no-source").count
        let json = JSON.object([
            JSON.Member("files", .int(census.files)), JSON.Member("tables", .int(census.tables)),
            JSON.Member("statements", .int(census.statements)), JSON.Member("unsourced", .int(unsourced)),
            JSON.Member("unverified", .int(census.unverified)), JSON.Member("open", .int(census.open)),
            JSON.Member("gaps", .strings(texts("table-gap"))),
            JSON.Member("overlaps", .strings(texts("table-overlap"))),
            JSON.Member("examplesPassed", .int(census.examplesPassed)),
            JSON.Member("examplesFailed", .strings(texts("example-failed"))),
            JSON.Member("faults", .strings(faults.map(\.description))),
        ])
        guard faults.isEmpty else {
            let text = faults.map(\.description).joined(separator: "\n") + "\n\(faults.count) faults"
            return Answer(json: json, text: text, status: .faults)
        }
        let text = """
            \(census.files) files, \(census.tables) tables proven, \(census.examplesPassed) examples passed
            \(census.statements) statements, \(census.unverified) of them unverified; \(census.open) open
            """
        return Answer(json: json, text: text)
    }
}
