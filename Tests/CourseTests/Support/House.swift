import Clinical
import Course
import Testing

/// The real content made ready for the engine, once for all tests.
enum House {
    static let loaded = Result { Protocols(try RealContent.library) }
    static var protocols: Protocols { get throws { try loaded.get() } }

    static func plan(_ therapy: String) throws -> TherapyProtocol {
        try #require(try protocols.therapy(therapy), "no therapy \(therapy)")
    }

    static func regimen(_ therapy: String, _ id: String) throws -> RegimenProtocol {
        try #require(try plan(therapy).regimens.first { $0.regimen.id == id }, "no regimen \(id)")
    }

    /// Every therapy with each of its regimens.
    static var regimens: [(plan: TherapyProtocol, regimen: RegimenProtocol)] {
        get throws { try protocols.protocols.flatMap { plan in plan.regimens.map { (plan, $0) } } }
    }
}

extension Zone {
    /// America/Chicago as the law of 2007 has it, built by hand for 2025 to 2028.
    static let chicago = Zone(
        id: "America/Chicago", offsetSeconds: -21_600, name: "CST",
        changes: [
            ("2025-03-09T08:00:00Z", -18_000, "CDT"), ("2025-11-02T07:00:00Z", -21_600, "CST"),
            ("2026-03-08T08:00:00Z", -18_000, "CDT"), ("2026-11-01T07:00:00Z", -21_600, "CST"),
            ("2027-03-14T08:00:00Z", -18_000, "CDT"), ("2027-11-07T07:00:00Z", -21_600, "CST"),
            ("2028-03-12T08:00:00Z", -18_000, "CDT"), ("2028-11-05T07:00:00Z", -21_600, "CST"),
        ].map { Change(from: Instant(iso: $0.0)!, offsetSeconds: $0.1, name: $0.2) })
}

/// `2026-11-22 08:14` on the wall in Chicago.
func moment(_ text: String) -> Instant {
    let parts = text.split(separator: " ")
    let clock = parts.count > 1 ? parts[1].split(separator: ":").compactMap { Int($0) } : []
    guard let day = Day(parts[0]), clock.count == 2 else {
        fatalError("a test has the time \"\(text)\"; expected 2026-11-22 08:14")
    }
    return Zone.chicago.instant(day, minuteOfDay: clock[0] * 60 + clock[1])
}

func day(_ text: String) -> Day {
    guard let day = Day(text) else { fatalError("a test has the date \"\(text)\"") }
    return day
}
