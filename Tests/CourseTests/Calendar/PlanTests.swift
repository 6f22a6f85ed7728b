import Clinical
import Testing

@testable import Course

@Suite struct `Schedule of every regimen` {
    /// The day of the plan for each dose named, in order of their first giving.
    private func days(_ plan: [PlannedDose], _ name: String) -> [Int] { plan.filter { $0.name == name }.map(\.day) }

    /// Days on which something could go wrong: change nights of the clock, leap days, year ends.
    private static let starts = [
        "2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01", "2028-02-28", "2028-02-29", "2027-02-28", "2026-12-31",
        "2000-02-29",
    ].compactMap { Day($0) }

    @Test
    func
        `windows are ordered, dates rise and no window begins on or before the dose it follows, whatever the first day`()
        throws
    {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        let starts = Self.starts + (0..<30).map { _ in Day(number: Int.random(in: 15_000...30_000, using: &random)) }
        for (_, regimen) in try House.regimens {
            for start in starts {
                let label = "\(regimen.regimen.id) from \(start.iso), seed \(seed)"
                let plan = regimen.plan(start: start, count: 60)
                #expect(plan.count == 60 && plan[0].date == start && plan[0].day == 1, "\(label)")
                var wrong: [PlannedDose] = []
                for (last, dose) in zip(plan, plan.dropFirst()) {
                    let order = [dose.earliest, dose.date, dose.usualLatest, dose.latest].compactMap { $0 }
                    let first = order.first ?? dose.date
                    if order != order.sorted() || dose.date <= last.date || first <= last.date
                        || dose.day != dose.date - start + 1
                    {
                        wrong.append(dose)
                    }
                }
                #expect(wrong.isEmpty, "\(label)")
            }
        }
    }

    @Test func `a plan is the same number of days apart wherever it starts`() throws {
        for (_, regimen) in try House.regimens {
            let first = regimen.plan(start: day("2026-01-01"), count: 40).map(\.day)
            for start in Self.starts { #expect(regimen.plan(start: start, count: 40).map(\.day) == first) }
        }
    }

    @Test(arguments: [(0, 1), (-5, 1), (1, 1), (200, 200), (100_000, 200), (Int.max, 200), (Int.min, 1)])
    func `the number of doses is kept between 1 and 200`(asked: Int, given: Int) throws {
        for (_, regimen) in try House.regimens {
            #expect(regimen.plan(start: day("2026-11-22"), count: asked).count == given)
        }
    }

    @Test func `doses that name a day are planned for that day`() throws {
        for (plan, regimen) in try House.regimens {
            let planned = regimen.plan(start: day("2026-11-02"), count: 30)
            for dose in regimen.regimen.doses {
                guard let nominal = dose.day, let first = planned.first(where: { $0.name == dose.name }) else {
                    continue
                }
                #expect(first.day == nominal, "\(plan.therapy.id) \(regimen.regimen.id) \(dose.name)")
            }
        }
    }

    @Test func `teclistamab alone: days 1, 4 and 7, then weekly, with the label's windows`() throws {
        let plan = try House.regimen("teclistamab", "monotherapy").plan(start: day("2026-11-02"), count: 40)
        #expect(plan.prefix(4).map(\.name) == ["step-up-1", "step-up-2", "first-treatment", "weekly"])
        #expect(plan.prefix(5).map(\.day) == [1, 4, 7, 14, 21])
        #expect(
            plan[1].earliest == day("2026-11-04") && plan[1].usualLatest == day("2026-11-06")
                && plan[1].latest == day("2026-11-09"))
        #expect(plan[2].earliest == day("2026-11-07") && plan[2].latest == day("2026-11-12"))
        #expect(plan[4].earliest == nil, "the shortest interval between weekly doses is not on file")
        #expect(plan[4].latest == plan[3].date + 28, "the last day on which the restart table continues")
        #expect(plan.dropFirst(3).allSatisfy { $0.name == "weekly" }, "every 2 weeks only where a person decides")
    }

    @Test func `teclistamab with daratumumab: weekly to week 8, every 2 weeks to week 24, then every 4 weeks`() throws {
        let plan = try House.regimen("teclistamab", "combination").plan(start: day("2026-11-02"), count: 30)
        #expect(plan.prefix(3).map(\.day) == [1, 3, 7])
        #expect(days(plan, "weekly") == [14, 21, 28, 35, 42, 49, 56])
        #expect(days(plan, "biweekly") == [63, 77, 91, 105, 119, 133, 147, 161])
        #expect(days(plan, "every-4-weeks").prefix(3) == [175, 203, 231])
        for dose in plan where dose.day > 7 {
            let week = (dose.day - 1) / 7 + 1
            let weeks = try #require(try House.regimen("teclistamab", "combination").regimen.dose(dose.name)?.weeks)
            #expect(weeks.contains(week), "\(dose.name) in week \(week)")
        }
    }

    @Test func `linvoseltamab: ten weekly doses in weeks 4 to 13, then every 2 weeks from week 14`() throws {
        let plan = try House.regimen("linvoseltamab", "standard").plan(start: day("2026-11-02"), count: 30)
        #expect(plan.prefix(3).map(\.day) == [1, 8, 15])
        let weekly = days(plan, "weekly")
        #expect(weekly == Array(stride(from: 22, through: 85, by: 7)) && weekly.count == 10)
        let biweekly = days(plan, "biweekly")
        #expect(biweekly.first == 92 && (92 - 1) / 7 + 1 == 14)
        #expect(zip(biweekly, biweekly.dropFirst()).allSatisfy { $1 - $0 == 14 })
        #expect(days(plan, "every-4-weeks").isEmpty, "every 4 weeks only where a person decides")
    }

    @Test func `elranatamab stays weekly until a person decides`() throws {
        let plan = try House.regimen("elranatamab", "standard").plan(start: day("2026-11-02"), count: 60)
        #expect(plan.prefix(4).map(\.day) == [1, 4, 8, 15])
        #expect(plan.dropFirst(3).allSatisfy { $0.name == "weekly" })
    }

    @Test func `talquetamab has three step-up doses only every 2 weeks`() throws {
        let weekly = try House.regimen("talquetamab", "weekly").plan(start: day("2026-11-02"), count: 6)
        #expect(weekly.map(\.name) == ["step-up-1", "step-up-2", "first-treatment", "weekly", "weekly", "weekly"])
        #expect(weekly.map(\.day) == [1, 4, 7, 14, 21, 28])
        let biweekly = try House.regimen("talquetamab", "every-2-weeks").plan(start: day("2026-11-02"), count: 6)
        #expect(
            biweekly.map(\.name) == ["step-up-1", "step-up-2", "step-up-3", "first-treatment", "biweekly", "biweekly"])
        #expect(biweekly.map(\.day) == [1, 4, 7, 10, 24, 38])
    }

    @Test func `the calendar of doses given on plan names the same next dose as the plan`() throws {
        for (plan, regimen) in try House.regimens {
            let planned = regimen.plan(start: day("2026-11-02"), count: 40)
            var given: [GivenDose] = []
            for (index, dose) in planned.dropLast().enumerated() {
                let code = try #require(plan.code(dose.name))
                given.append(
                    GivenDose(
                        at: Zone.chicago.instant(dose.date, minuteOfDay: 600), version: Int32(index + 1), code: code,
                        amount: nil,
                        whileHeld: false, whileInfected: false, weighedAt: nil, regimen: UInt8(regimen.index),
                        frequency: 255))
                let next = DoseCalendar(plan: plan, zone: .chicago).next(
                    after: given[...], regimen: UInt8(regimen.index), frequency: 255, today: dose.date)
                let label = "\(plan.therapy.id) \(regimen.regimen.id), after dose \(index + 1)"
                #expect(next.position == planned[index + 1].position, "\(label)")
                #expect(next.due == planned[index + 1].date && next.earliest == planned[index + 1].earliest, "\(label)")
                #expect(next.latest == planned[index + 1].latest && next.daysSinceLast == 0, "\(label)")
            }
        }
    }
}
