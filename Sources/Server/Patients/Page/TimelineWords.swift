import Clinical
import Course
import Mustache

extension Timeline {
    /// The same as the drawing in lines, oldest first.
    var lines: [TimelineLine] {
        var all: [(at: Instant, text: String)] = doses.map { ($0.at, Wording.capitalized($0.title)) }
        all += readings.count > Self.mostReadings ? readingsByDay : readings.map { ($0.at, words($0)) }
        all += grades.map { ($0.at, "\($0.scale.word) grade \($0.grade)" + ($0.grade == 0 ? ", resolved" : "")) }
        for hold in shownHolds {
            all.append((hold.from, "Dosing put on hold"))
            if let end = hold.to { all.append((end, "Hold ended")) }
        }
        if let window { all.append((window.to, "End of the watch window")) }
        all.append((clock.now, "Now"))
        if let due { all.append((due.at, "\(Wording.capitalized(due.title)) due")) }
        return all.sorted { $0.at < $1.at }.map { TimelineLine(time: clock.full($0.at), text: $0.text) }
    }

    /// From this many temperatures on, the words say each day's range; the record has every value.
    private static let mostReadings = 40

    private func words(_ reading: Reading) -> String {
        let text = SignWords.temperature(reading.value, fahrenheit: reading.fahrenheit)
        return reading.value >= fever ? text + ", fever" : text
    }

    /// `24 temperatures, 36.8 °C (98.2 °F) to 38.2 °C (100.8 °F), 3 with fever, first at 04:00`
    private var readingsByDay: [(at: Instant, text: String)] {
        Dictionary(grouping: readings) { clock.zone.day(of: $0.at) }.values.compactMap { day in
            guard let last = day.last, let low = day.min(by: { $0.value < $1.value }),
                let high = day.max(by: { $0.value < $1.value })
            else { return nil }
            let fevers = day.filter { $0.value >= fever }
            let range =
                low.value == high.value
                ? SignWords.temperature(high.value, fahrenheit: high.fahrenheit)
                : SignWords.temperature(low.value, fahrenheit: low.fahrenheit) + " to "
                    + SignWords.temperature(high.value, fahrenheit: high.fahrenheit)
            let feverWords = fevers.first.map { ", \(fevers.count) with fever, first at \(clock.time($0.at))" } ?? ""
            return (last.at, "\(Wording.count(day.count, "temperature")), \(range)\(feverWords)")
        }
    }

    /// One sentence for those who cannot see the drawing.
    var summary: String {
        var parts = [Wording.count(doses.count, "dose"), Wording.count(readings.count, "temperature")]
        if let peak = readings.max(by: { $0.value < $1.value }) {
            parts.append("highest " + SignWords.temperature(peak.value, fahrenheit: peak.fahrenheit))
        }
        if !grades.isEmpty { parts.append(Wording.count(grades.count, "grade")) }
        if !shownHolds.isEmpty { parts.append(Wording.count(shownHolds.count, "hold")) }
        let days = "\(clock.zone.day(of: from)) to \(clock.zone.day(of: to))"
        return "\(days): \(parts.joined(separator: ", ")). The table below the drawing says it in words."
    }
}

extension Grading.Scale {
    var word: String { self == .crs ? "CRS" : "ICANS" }
}

/// A line of the text that says the same as the drawing.
struct TimelineLine: MustacheParent, Sendable {
    let time: String
    let text: String

    func child(named name: String) -> Any? {
        switch name {
        case "time": time
        case "text": text
        default: nil
        }
    }
}
