import Clinical
import Testing

@Suite struct `Moments` {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00Z", 0), ("1970-01-01 00:00:00z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2026-11-22T02:14:00-06:00", 1_795_335_240_000), ("2026-11-22T08:14:00Z", 1_795_335_240_000),
            ("2026-11-22T08:14:00+00:00", 1_795_335_240_000), ("2026-11-22T13:59:00+05:45", 1_795_335_240_000),
            ("2026-11-22T22:14:00+14:00", 1_795_335_240_000), ("2026-11-22T08:14:00.5Z", 1_795_335_240_500),
            ("2026-11-22T08:14:00.1239999Z", 1_795_335_240_123), ("2024-02-29T23:59:59Z", 1_709_251_199_000),
        ] as [(String, Int64)])
    func `a time with its offset is read`(text: String, milliseconds: Int64) {
        #expect(Instant(iso: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T08:14:00", "2026-11-22T08:14", "2026-11-22T24:00:00Z", "2026-11-22T08:60:00Z",
        "2026-11-22T08:14:60Z", "2026-02-30T08:14:00Z", "2026-11-22T8:14:00Z", "2026-11-22T08:14:00+6:00",
        "2026-11-22T08:14:00+15:00", "2026-11-22T08:14:00+06:60", "2026-11-22T08:14:00+0600", "2026-11-22T08:14:00Z ",
        "2026-11-22T08:14:00ZZ", "2026-11-22T08:14:00.Z", "2026-11-22T08:14:Z", "22.11.2026 08:14",
        "2026-11-22t08:14:00Z",
        "2026-11-22T08:14:00 -06:00", "２026-11-22T08:14:00Z", "2026-11-22T-8:14:00Z",
    ])
    func `a time in another form, without offset or that does not exist is refused`(text: String) {
        #expect(Instant(iso: text) == nil)
    }

    @Test func `what is written reads back, with milliseconds only where there are any`() {
        #expect(Instant(milliseconds: 1_795_335_240_000).iso == "2026-11-22T08:14:00Z")
        #expect(Instant(milliseconds: 1_795_335_240_050).iso == "2026-11-22T08:14:00.050Z")
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for _ in 0..<5000 {
            let instant = Instant(
                milliseconds: Int64.random(in: -60_000_000_000_000...200_000_000_000_000, using: &random))
            #expect(Instant(iso: instant.iso) == instant, "\(instant), seed \(seed)")
        }
    }

    @Test(arguments: [Int64.min, .max]) func `the first and the last moment can be shown`(milliseconds: Int64) {
        #expect(Instant(milliseconds: milliseconds).description.hasSuffix("Z"))
    }

    @Test(arguments: [(0, 0), (59_999, 0), (60_000, 1), (-1, -1), (-60_000, -1), (-60_001, -2)] as [(Int64, Int)])
    func `elapsed time is rounded down, also backwards`(milliseconds: Int64, minutes: Int) {
        let start = Instant(milliseconds: 1_000_000)
        let end = Instant(milliseconds: 1_000_000 + milliseconds)
        #expect(end.minutes(since: start) == minutes)
        #expect(start.adding(hours: 31).hours(since: start) == 31)
        #expect(start.adding(minutes: 31 * 60 - 1).hours(since: start) == 30)
    }

    @Test func `random damage to a time is read or refused and never traps`() {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            var bytes = Array("2026-11-22T02:14:00.25-06:00".utf8)
            for _ in 0...random.below(3) {
                bytes[random.below(bytes.count)] = random.pick(Array("0123456789:-+TZ. ".utf8))
            }
            bytes.removeLast(random.below(4))
            let text = String(decoding: bytes, as: UTF8.self)
            guard let instant = Instant(iso: text) else { continue }
            #expect(Instant(iso: instant.iso) == instant, "\(text), seed \(seed)")
        }
    }
}
