import Clinical
import Exchange
import Testing

@Suite struct CalendarFileTests {
    func file(_ summary: String) throws -> CalendarFile {
        let day = try #require(Day("2026-11-23"))
        return CalendarFile(
            name: "Plan", events: [CalendarFile.Event(uid: "a@b", day: day, summary: summary, details: "Day 1; first")],
            stamp: Instant(milliseconds: 1_795_000_000_000))
    }

    @Test func `an all-day event ends on the next day`() throws {
        let text = try file("Dose 1").text
        #expect(text.contains("DTSTART;VALUE=DATE:20261123\r\n"))
        #expect(text.contains("DTEND;VALUE=DATE:20261124\r\n"))
        #expect(text.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"))
        #expect(text.hasSuffix("END:VCALENDAR\r\n"))
    }

    @Test(arguments: [("a,b", "a\\,b"), ("a;b", "a\\;b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb")])
    func `text is escaped`(text: String, escaped: String) throws {
        #expect(try file(text).text.contains("SUMMARY:\(escaped)\r\n"))
    }

    @Test(arguments: [10, 66, 67, 68, 200, 1000])
    func `no line is longer than 75 bytes and nothing is lost`(length: Int) throws {
        let summary = String(repeating: "é", count: length)
        let text = try file(summary).text
        for line in text.split(separator: "\r\n") { #expect(line.utf8.count <= 75) }
        #expect(text.replacing("\r\n ", with: "").contains("SUMMARY:" + summary))
    }
}
