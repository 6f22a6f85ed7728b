import Clinical
import Course
import Testing

@Suite("Tocilizumab is counted") struct TocilizumabLimitTests {
    private static let h = 60

    @Test(
        "weight times 8 mg/kg, and 800 mg at most",
        arguments: [
            ("50", "400", false), ("71.4", "571.2", false), ("99.999", "799.992", false), ("100", "800", false),
            ("100.001", "800", true), ("140", "800", true), ("30", "240", false),
        ])
    func capped(_ row: (kg: String, mg: String, capped: Bool)) throws {
        let line = try Bedside("crs", 2, kg: row.kg).dose(of: "tocilizumab")
        #expect(line.amount?.lowerBound == ExactDecimal.parse(row.mg, decimals: 3) && line.wasCapped == row.capped)
        #expect(line.permission == .allowed)
    }

    @Test("without a weight the dose stands for each kilogram, with the order to weigh")
    func noWeight() throws {
        let answer = try Bedside("crs", 3, kg: nil).answer()
        let line = try #require(answer.action("toci-3")?.give)
        #expect(line.amount == nil && line.text == "8 mg/kg IV over 1 h, max 800 mg")
        #expect(answer.action("toci-3")?.text.contains("Weigh the patient.") == true)
        #expect(answer.cautions.contains { $0.id == "manage-weigh" && $0.level == .red })
    }

    @Test("under 30 kg no adult dose is worked out")
    func child() throws {
        let line = try Bedside("crs", 2, kg: "29.999").dose(of: "tocilizumab")
        #expect(line.amount == nil)
        guard case .notOnFile(let why) = line.permission else {
            Issue.record("given \(line.permission)")
            return
        }
        #expect(why.contains("29.999 kg"))
    }

    @Test("the next dose is allowed exactly 8 h after the last one, not a minute sooner")
    func eightHours() throws {
        let early = try Bedside("crs", 2).given("tocilizumab", minutesAgo: 8 * Self.h - 1).dose(of: "tocilizumab")
        guard case .notBefore(let next, let why) = early.permission else {
            Issue.record("given \(early.permission)")
            return
        }
        #expect(next == Bedside.now.adding(minutes: 1) && why.hasPrefix("Not before 1 min from now."))
        let exactly = try Bedside("crs", 2).given("tocilizumab", minutesAgo: 8 * Self.h).dose(of: "tocilizumab")
        #expect(exactly.permission == .allowed)
    }

    @Test("three doses in 24 h are the most; the one exactly 24 h old no longer counts")
    func threeInADay() throws {
        let full = Bedside("crs", 3).given("tocilizumab", minutesAgo: 8 * Self.h, 16 * Self.h, 24 * Self.h - 1)
        let answer = try full.answer()
        let line = try #require(answer.action("toci-3")?.give)
        guard case .refused(let until, let why) = line.permission else {
            Issue.record("given \(line.permission)")
            return
        }
        #expect(until == Bedside.now.adding(minutes: 1) && line.amount == nil)
        #expect(why.contains("3 of 3 doses in 24 h") && why.contains("second-line agent"))
        #expect(answer.action("toci-3")?.text.hasPrefix("Tocilizumab: do not give.") == true)
        let tally = try #require(answer.tallies.first { $0.medicine == "tocilizumab" })
        #expect(tally.inLast24h == 3 && tally.total == 3 && !tally.isExhausted)

        let free = Bedside("crs", 3).given("tocilizumab", minutesAgo: 8 * Self.h, 16 * Self.h, 24 * Self.h)
        #expect(try free.dose(of: "tocilizumab").permission == .allowed)
    }

    @Test("four doses in total are the most, however long ago")
    func fourInTotal() throws {
        let bedside = Bedside("crs", 2).given("tocilizumab", minutesAgo: 9000, 8000, 7000, 6000)
        let answer = try bedside.answer()
        let line = try #require(answer.action("toci-2-first")?.give)
        guard case .refused(nil, let why) = line.permission else {
            Issue.record("given \(line.permission)")
            return
        }
        #expect(why.contains("4 of 4 doses in total") && line.amount == nil)
        #expect(answer.tallies.first { $0.medicine == "tocilizumab" }?.isExhausted == true)
        #expect(
            try Bedside("crs", 2).given("tocilizumab", minutesAgo: 9000, 8000, 7000).dose(of: "tocilizumab")
                .permission == .allowed)
    }

    @Test("a dose recorded for later than now counts, so that a wrong clock never allows one more")
    func future() throws {
        let line = try Bedside("crs", 2).given("tocilizumab", minutesAgo: -30).dose(of: "tocilizumab")
        guard case .notBefore(let next, _) = line.permission else {
            Issue.record("given \(line.permission)")
            return
        }
        #expect(next == Bedside.now.adding(minutes: 30 + 8 * Self.h))
    }

    @Test("another site choice brings another interval and another most")
    func choices() throws {
        let sixHours = Bedside("crs", 2).given("tocilizumab", minutesAgo: 6 * Self.h)
        #expect(try sixHours.dose(of: "tocilizumab").permission != .allowed)
        #expect(try sixHours.site("tocilizumab-limits", "cartox-2018").dose(of: "tocilizumab").permission == .allowed)

        let two = Bedside("crs", 2).given("tocilizumab", minutesAgo: 1000, 2000).site(
            "tocilizumab-limits", "two-per-event")
        guard case .refused(nil, let why) = try two.dose(of: "tocilizumab").permission else {
            Issue.record("two doses in one event were not the most")
            return
        }
        #expect(why.contains("in this event"))
        // Given before this event began they count to the 6 weeks only.
        #expect(try two.began(minutesAgo: 500).dose(of: "tocilizumab").permission == .allowed)
    }

    @Test("other medicines on record do not count for tocilizumab")
    func others() throws {
        let line = try Bedside("crs", 2).given("dexamethasone", minutesAgo: 10).given("acetaminophen", minutesAgo: 10)
            .dose(of: "tocilizumab")
        #expect(line.permission == .allowed)
    }

    @Test("acetaminophen is not given again before 6 h")
    func acetaminophen() throws {
        let line = try Bedside("crs", 1).given("acetaminophen", minutesAgo: 359).dose(of: "acetaminophen")
        guard case .notBefore(let next, _) = line.permission else {
            Issue.record("given \(line.permission)")
            return
        }
        #expect(next == Bedside.now.adding(minutes: 1))
        #expect(
            try Bedside("crs", 1).given("acetaminophen", minutesAgo: 360).dose(of: "acetaminophen").permission
                == .allowed)
    }
}
