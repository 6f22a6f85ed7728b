import Clinical
import Testing

@Suite struct `Exact decimals` {
    @Test(
        arguments: [
            ("0", 0, 0), ("7", 0, 7), ("-7", 0, -7), ("+7", 0, 7), ("0.06", 4, 600), ("38.6", 2, 3860),
            ("38.60", 2, 3860),
            ("100.4", 2, 10_040), (".5", 1, 5), ("007", 0, 7), ("0.005", 2, 1), ("0.0049", 2, 0), ("-0.005", 2, -1),
            ("1.995", 2, 200), ("9.99951", 3, 10_000), ("2.4999999999999999999", 0, 2), ("2.5", 0, 3), ("-2.5", 0, -3),
        ] as [(String, Int, Int)])
    func `text is read exactly and rounded half away from zero`(text: String, decimals: Int, value: Int) {
        #expect(ExactDecimal.parse(text, decimals: decimals) == value)
    }

    @Test(
        arguments: [
            ("400", 0, true), ("400.0000000", 0, true), ("400.0004", 1, false), ("399.9996", -1, true),
            ("400.0005", -1, false), ("0.001", 0, true), ("0.00149", 1, true), ("0.0009", -1, false), ("-1", 0, false),
        ] as [(String, Int, Bool)])
    func `limits hold for the number as written, not as rounded`(text: String, side: Int, within: Bool) throws {
        let reading = try #require(ExactDecimal.read(text, decimals: 3))
        #expect(reading.side == side && reading.isWithin(1...400_000) == within)
        let negative = try #require(ExactDecimal.read("-" + text.drop { $0 == "-" }, decimals: 3))
        if text.first != "-" {
            #expect(negative.side == -side && negative.isWithin(-400_000 ... -1) == within)
        }
    }

    @Test(arguments: [
        "", "-", "+", ".", "-.", "1.2.3", "1e3", "1,5", " 1", "1 ", "0x1", "٣", "1\u{2009}000", "--1", "NaN", "∞", "½",
    ])
    func `text that is no plain number is refused`(text: String) {
        #expect(ExactDecimal.parse(text, decimals: 3) == nil)
    }

    @Test(
        arguments: [
            ("9223372036854775807", 0), ("9223372036854775808", 0), ("-9223372036854775809", 0),
            ("9223372036854776", 3),
            ("99999999999999999999999999", 0), ("9223372036854775.8075", 3), ("10000000000", 9),
        ] as [(String, Int)])
    func `a number too large is refused and does not overflow`(text: String, decimals: Int) {
        #expect(ExactDecimal.parse(text, decimals: decimals) == nil)
    }

    @Test(
        arguments: [
            (600, 4, "0.06"), (0, 3, "0"), (5, 1, "0.5"), (-5, 2, "-0.05"), (4500, 3, "4.5"), (76_000, 3, "76"),
            (100, 2, "1"),
            (9999, 0, "9999"), (10_000, 0, "10\u{2009}000"), (1_234_567, 0, "1\u{2009}234\u{2009}567"),
            (12_345_678, 3, "12\u{2009}345.678"), (-100_000, 1, "-10\u{2009}000"),
            (Int.max, 0, "9\u{2009}223\u{2009}372\u{2009}036\u{2009}854\u{2009}775\u{2009}807"),
            (Int.min, 0, "-9\u{2009}223\u{2009}372\u{2009}036\u{2009}854\u{2009}775\u{2009}808"),
        ] as [(Int, Int, String)])
    func `numbers for people have a leading zero, no trailing zero and thin spaces over 9 999`(
        value: Int, decimals: Int, text: String
    ) {
        #expect(ExactDecimal.format(value, decimals: decimals) == text)
        #expect(ExactDecimal.plain(value, decimals: decimals) == text.replacing("\u{2009}", with: ""))
    }

    @Test func `any value written plainly reads back the same and never shows a bare point or a trailing zero`() {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for _ in 0..<5000 {
            let decimals = random.below(10)
            let value = Int.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random) / (1 << random.below(40))
            let text = ExactDecimal.plain(value, decimals: decimals)
            let unsigned = text.drop { $0 == "-" }
            let clean = unsigned.first != "." && unsigned.last != "." && (!text.contains(".") || text.last != "0")
            #expect(
                ExactDecimal.parse(text, decimals: decimals) == value && clean,
                "\(text), \(decimals) decimals, seed \(seed)")
        }
    }

    @Test(arguments: [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (0, 9, 0), (7, 1, 7), (14, 9, 2), (13, 9, 1)])
    func `division rounds half away from zero`(numerator: Int, denominator: Int, result: Int) {
        #expect(ExactDecimal.divide(numerator, by: denominator) == result)
    }

    @Test func `random text is read or refused and never traps`() {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        let letters = Array("0123456789999..-+e ")
        for _ in 0..<20_000 {
            let text = String((0..<random.below(24)).map { _ in random.pick(letters) })
            let decimals = random.below(10)
            guard let value = ExactDecimal.parse(text, decimals: decimals) else { continue }
            let again = ExactDecimal.parse(ExactDecimal.plain(value, decimals: decimals), decimals: decimals)
            #expect(again == value, "\(text), seed \(seed)")
        }
    }
}
