import Testing

@testable import Clinical

@Suite struct `Time zones` {
    /// The offset as a plain loop over the transitions sees it.
    private func offset(_ zone: Zone, _ instant: Instant) -> Int64 {
        var seconds = zone.changes[0].offsetSeconds
        for change in zone.changes where change.from <= instant { seconds = change.offsetSeconds }
        return Int64(seconds)
    }

    @Test(arguments: [Zone.chicago, .lordHowe, .utc])
    func `every half hour of 2026 shows the right day and time on the wall`(zone: Zone) throws {
        let start = try #require(Instant(iso: "2025-12-31T00:00:00Z"))
        var wrong: [String] = []
        for step in 0..<(2 * 24 * 367) {
            let instant = start.adding(minutes: 30 * step)
            let wall = instant.milliseconds + offset(zone, instant) * 1000
            let day = Int((Double(wall) / 86_400_000).rounded(.down))
            let local = zone.local(instant)
            let expected = (day, Int((wall - Int64(day) * 86_400_000) / 60_000))
            if (local.day.number, local.minuteOfDay) != expected || zone.day(of: instant).number != day {
                wrong.append(instant.iso)
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test(arguments: [Zone.chicago, .lordHowe, .utc])
    func `every half hour on the wall in 2026 is its first moment, and a skipped one lands after the gap`(zone: Zone)
        throws
    {
        let first = try #require(Day("2026-01-01"))
        var moments: [Int64: Instant] = [:]
        let start = zone.instant(first).adding(hours: -48)
        for step in 0..<(2 * 24 * 370) {
            let instant = start.adding(minutes: 30 * step)
            let wall = instant.milliseconds + offset(zone, instant) * 1000
            if moments[wall] == nil { moments[wall] = instant }
        }
        var skipped: [String] = []
        var wrong: [String] = []
        for day in 0..<365 {
            for minute in stride(from: 0, to: 1440, by: 30) {
                let wall = Int64((first + day).number) * 86_400_000 + Int64(minute) * 60_000
                let found = zone.instant(first + day, minuteOfDay: minute)
                if let expected = moments[wall] {
                    if found != expected { wrong.append("\(first + day) \(minute)") }
                } else {
                    skipped.append("\(first + day) \(minute)")
                    // Read with the offset before the gap, hence shown later by the size of the gap.
                    let before = offset(zone, Instant(milliseconds: found.milliseconds - 7_200_000))
                    if found.milliseconds + before * 1000 != wall || zone.local(found).minuteOfDay <= minute {
                        wrong.append("\(first + day) \(minute)")
                    }
                }
            }
        }
        #expect(wrong.isEmpty)
        let gaps = [
            "America/Chicago": ["8 Mar 2026 120", "8 Mar 2026 150"], "Australia/Lord_Howe": ["4 Oct 2026 120"],
        ]
        #expect(skipped == gaps[zone.id, default: []])
    }

    @Test(arguments: [
        ("2026-03-08", 90, "2026-03-08T07:30:00Z"), ("2026-03-08", 150, "2026-03-08T08:30:00Z"),
        ("2026-03-08", 180, "2026-03-08T08:00:00Z"), ("2026-11-01", 30, "2026-11-01T05:30:00Z"),
        ("2026-11-01", 90, "2026-11-01T06:30:00Z"), ("2026-11-01", 120, "2026-11-01T08:00:00Z"),
        ("2026-03-08", 0, "2026-03-08T06:00:00Z"), ("2026-03-09", 0, "2026-03-09T05:00:00Z"),
        ("2026-11-01", 0, "2026-11-01T05:00:00Z"), ("2026-11-02", 0, "2026-11-02T06:00:00Z"),
    ])
    func `Chicago's two change nights of 2026 are told apart`(day: String, minute: Int, iso: String) throws {
        let day = try #require(Day(day))
        #expect(Zone.chicago.instant(day, minuteOfDay: minute).iso == iso)
    }

    @Test func `a change night has 23 or 25 hours and the name changes with it`() throws {
        func hours(_ text: String) throws -> Int {
            let day = try #require(Day(text))
            return Zone.chicago.instant(day + 1).hours(since: Zone.chicago.instant(day))
        }
        #expect(try (hours("2026-03-08"), hours("2026-11-01"), hours("2026-06-01")) == (23, 25, 24))
        let change = try #require(Instant(iso: "2026-11-01T07:00:00Z"))
        #expect(Zone.chicago.change(at: change).name == "CST")
        #expect(Zone.chicago.change(at: Instant(milliseconds: change.milliseconds - 1)).name == "CDT")
    }

    @Test func `changes given in any order are sorted`() {
        let changes = Array(Zone.chicago.changes.dropFirst())
        let shuffled = Zone(id: "America/Chicago", offsetSeconds: -21_600, name: "CST", changes: changes.reversed())
        #expect(shuffled == .chicago)
    }
}
