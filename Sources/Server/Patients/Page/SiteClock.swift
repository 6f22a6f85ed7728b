import Clinical
import Service

/// Writes moments as the site's clock shows them, with how long ago or how far away they are.
struct SiteClock: Sendable {
    let zone: Zone
    let now: Instant
    let today: Day

    init(zone: Zone, now: Instant) {
        self.zone = zone
        self.now = now
        today = zone.day(of: now)
    }

    /// `02:14`
    func time(_ instant: Instant) -> String { LocalTime.clock(zone.local(instant).minuteOfDay) }

    /// `22 Nov 2026 02:14`
    func full(_ instant: Instant) -> String {
        let (day, minute) = zone.local(instant)
        return "\(day) \(LocalTime.clock(minute))"
    }

    /// `02:14` today, `Sun 22 Nov 02:14` within half a year, else with the year.
    func short(_ instant: Instant) -> String {
        let (day, minute) = zone.local(instant)
        return day == today ? LocalTime.clock(minute) : "\(self.day(day)) \(LocalTime.clock(minute))"
    }

    /// `today`, `Sun 22 Nov`, or with the year where that is not plain.
    func day(_ day: Day) -> String {
        if day == today { return "today" }
        return abs(day - today) < 180 ? day.short : day.description
    }

    /// `31 h ago`, `in 20 min`, `12 days ago`; from 96 hours on in calendar days, as labels count.
    func away(_ instant: Instant) -> String {
        let minutes = now.minutes(since: instant)
        if minutes == 0 { return "now" }
        return minutes > 0 ? "\(span(from: instant, to: now)) ago" : "in \(span(from: now, to: instant))"
    }

    /// `20 min`, `31 h`, `12 days`
    func span(from earlier: Instant, to later: Instant) -> String {
        let minutes = later.minutes(since: earlier)
        if minutes < 60 { return "\(max(0, minutes)) min" }
        if minutes < 96 * 60 { return "\(minutes / 60) h" }
        return Wording.count(zone.day(of: later) - zone.day(of: earlier), "day")
    }

    /// Whole years.
    func age(born: Day) -> Int {
        let (year, month, day) = today.components
        let birth = born.components
        let hadBirthday = (month, day) >= (birth.month, birth.day)
        return max(0, year - birth.year - (hadBirthday ? 0 : 1))
    }

    /// Between evening and morning, for the head of the board.
    var partOfDay: String { (6 * 60..<18 * 60).contains(zone.local(now).minuteOfDay) ? "Today" : "Tonight" }
}
