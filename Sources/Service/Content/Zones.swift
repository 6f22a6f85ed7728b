public import Clinical
import Foundation

/// Time zones from the system, as data for the pure rooms.
public enum Zones {
    /// The zone's changes from 2000 to 2060; `nil` when the system does not know the name.
    ///
    /// The system's own tables end the search, so a program built without them refuses instead of running on UTC.
    public static func zone(_ id: String) -> Zone? {
        guard let system = TimeZone(identifier: id) else { return nil }
        var moment = Date(timeIntervalSince1970: 946_684_800)
        let end = Date(timeIntervalSince1970: 2_840_140_800)
        let first = system.secondsFromGMT(for: moment)
        var changes: [Zone.Change] = []
        let name = shortName(system, at: moment)
        while let next = system.nextDaylightSavingTimeTransition(after: moment), next < end, next > moment {
            changes.append(
                Zone.Change(
                    from: Instant(milliseconds: Int64((next.timeIntervalSince1970 * 1000).rounded())),
                    offsetSeconds: system.secondsFromGMT(for: next), name: shortName(system, at: next)))
            moment = next
        }
        return Zone(id: id, offsetSeconds: first, name: name, changes: changes)
    }

    /// `CST`, `CDT`: the names people of the place use.
    private static func shortName(_ zone: TimeZone, at date: Date) -> String {
        let style: NSTimeZone.NameStyle = zone.isDaylightSavingTime(for: date) ? .shortDaylightSaving : .shortStandard
        return zone.localizedName(for: style, locale: Locale(identifier: "en_US")) ?? zone.abbreviation(for: date)
            ?? zone.identifier
    }
}
