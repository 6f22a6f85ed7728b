@testable import Clinical

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

    /// Australia/Lord_Howe 2026: the clock moves by half an hour.
    static let lordHowe = Zone(
        id: "Australia/Lord_Howe", offsetSeconds: 39_600, name: "+11",
        changes: [
            ("2026-04-04T15:00:00Z", 37_800, "+1030"), ("2026-10-03T15:30:00Z", 39_600, "+11"),
        ].map { Change(from: Instant(iso: $0.0)!, offsetSeconds: $0.1, name: $0.2) })
}
