import Testing

@testable import Clinical

@Suite struct `Calendar days` {
    @Test(arguments: [
        "2026-02-30", "2026-02-29", "2100-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
        "2026-01-32",
        "0000-01-01", "2026-1-01", "26-01-01", "2026/01/01", "2026-01-01 ", "", "2026-01-0a", "+026-01-01",
        "２０２６-01-01",
    ])
    func `a date that does not exist or has another form is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("2026-11-22", 20_779),
        ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ])
    func `a date has its number of days since 1970`(text: String, number: Int) {
        #expect(Day(text)?.number == number)
        #expect(Day(number: number).iso == text)
    }

    @Test func `two hundred years walked day by day agree with the calendar`() {
        var year = 1900
        var month = 1
        var day = 1
        var number = Day("1900-01-01")!.number
        var weekday = 0  // 1 January 1900 was a Monday.
        var wrong: [String] = []
        while year < 2101 {
            let iso = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
            let read = Day(iso)
            if read?.number != number || read?.iso != iso || read?.weekday != weekday
                || Day(year: year, month: month, day: day) != read
            {
                wrong.append(iso)
            }
            let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            (day, number, weekday) = (day + 1, number + 1, (weekday + 1) % 7)
            if day > length { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect(wrong.isEmpty)
        #expect(number - Day("1900-01-01")!.number == 73_414)
    }

    @Test(arguments: [
        ("2024-02-28", 1, "2024-02-29"), ("2024-02-28", 2, "2024-03-01"), ("2026-02-28", 1, "2026-03-01"),
        ("2026-12-31", 1, "2027-01-01"), ("2026-03-07", 1, "2026-03-08"), ("2028-02-29", 365, "2029-02-28"),
    ])
    func `days are added over month ends and leap days`(from: String, days: Int, to: String) throws {
        let start = try #require(Day(from))
        let end = try #require(Day(to))
        #expect(start + days == end && end - days == start && end - start == days && start < end)
    }

    @Test func `a day is shown for machines and for people`() throws {
        let day = try #require(Day("2026-11-02"))
        #expect(day.iso == "2026-11-02" && day.description == "2 Nov 2026" && day.short == "Mon 2 Nov")
    }
}
