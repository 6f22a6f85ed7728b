import Clinical
import Course
import Service

/// When something happened: just now, or a day and a time on the site's clock.
///
/// The page shows the moment it was opened. Left as it is, the moment of recording counts; once the day or the time
/// is changed, what was typed counts, whatever button is marked.
struct RecordTime: Sendable {
    let scene: RecordScene
    /// The moment of an entry that is being replaced: kept to the millisecond when its minute is kept.
    let original: Instant?

    init(_ scene: RecordScene, original: Instant? = nil) {
        self.scene = scene
        self.original = original
    }

    func prepare(_ form: inout FormState) {
        let (day, clock) = shown(original ?? scene.now)
        form.setDefault("day", day)
        form.setDefault("time", clock)
        form.setDefault("opened", "\(day) \(clock)")
        form.setDefault("when", original == nil ? "now" : "then")
    }

    private func shown(_ instant: Instant) -> (day: String, clock: String) {
        let (day, minute) = scene.zone.local(instant)
        return (day.iso, LocalTime.clock(minute))
    }

    /// The moment; `nil` when a field was marked.
    func read(_ form: inout FormState) -> Instant? {
        let dayText = form.answer("day") ?? ""
        let timeText = form.answer("time") ?? ""
        let untouched = "\(dayText) \(timeText)" == form.answer("opened") || (dayText + timeText).isEmpty
        if form.answer("when") == "now", untouched { return scene.now }
        let day = Day(dayText)
        if day == nil {
            let given = dayText.isEmpty ? "nothing" : String(dayText.prefix(40))
            form.fail(
                "day", "Given \(given). Expected a day that exists, for example \(scene.zone.day(of: scene.now).iso).")
        }
        let minute = Self.minuteOfDay(timeText)
        if minute == nil {
            let given = timeText.isEmpty ? "nothing" : String(timeText.prefix(40))
            form.fail("time", "Given \(given). Expected a time on the 24-hour clock, for example 02:14.")
        }
        guard let day, let minute else { return nil }
        let instant = scene.zone.instant(day, minuteOfDay: minute)
        if let original, scene.zone.local(original) == (day, minute) { return original }
        guard instant <= scene.now else {
            let today = scene.zone.day(of: scene.now)
            form.fail(
                day > today ? "day" : "time",
                "Given \(scene.moment(instant)). It is \(scene.moment(scene.now)) now: record only what has happened.")
            return nil
        }
        return instant
    }

    /// `02:14`, `2:14`, `0214` and `214`. Typed as text: a browser's own picker may show AM and PM.
    static func minuteOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { return nil }
        let isShort = parts.count == 1 && (3...4).contains(text.utf8.count)
        let isClock = parts.count == 2 && parts[0].utf8.count <= 2 && parts[1].utf8.count == 2
        guard isShort || isClock, let hour = Int(isShort ? text.dropLast(2) : parts[0]),
            let minute = Int(isShort ? text.suffix(2) : parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    func fields(_ form: FormState, label: String) -> [FormField] {
        let zone = scene.zone.change(at: scene.now).name
        return [
            form.segmented("when", label: label, [("now", "Just now"), ("then", "At this time")]),
            form.date("day", label: "Day"),
            form.text("time", label: "Time", hint: "24-hour clock, \(zone). 0214 is 02:14.", mode: "numeric"),
            form.hidden("opened"),
        ]
    }
}
