import JSONText
public import Journal

/// The report of `stepwell audit verify`.
public enum AuditReport {
    /// - Parameter place: What was looked at, when it is not the journal in use.
    public static func answer(_ report: ChainReport, of place: String? = nil) -> Answer {
        let broken: JSON =
            report.firstBroken.map {
                .object([
                    JSON.Member("stream", .string($0.stream)), JSON.Member("version", .int($0.version)),
                    JSON.Member("reason", .string($0.reason)),
                ])
            } ?? .null
        let json = JSON.object([
            JSON.Member("streams", .int(report.streams)), JSON.Member("events", .int(report.events)),
            JSON.Member("intact", .bool(report.firstBroken == nil)), JSON.Member("firstBroken", broken),
        ])
        guard let link = report.firstBroken else {
            return Answer(
                json: json,
                text: (place.map { "\($0): " } ?? "")
                    + "\(report.streams) streams, \(report.events) events: every chain is intact.")
        }
        return Answer(
            json: json, text: "Broken at \(link.stream), version \(link.version): \(link.reason)", status: .faults)
    }
}
