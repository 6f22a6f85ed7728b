public import Clinical

/// An iCalendar file (RFC 5545) of all-day events.
public struct CalendarFile: Sendable {
    public struct Event: Sendable {
        public let uid: String
        public let day: Day
        public let summary: String
        public let details: String

        public init(uid: String, day: Day, summary: String, details: String) {
            self.uid = uid
            self.day = day
            self.summary = summary
            self.details = details
        }
    }

    public let name: String
    public let events: [Event]
    /// When the file was made.
    public let stamp: Instant

    public init(name: String, events: [Event], stamp: Instant) {
        self.name = name
        self.events = events
        self.stamp = stamp
    }

    /// The file's text, lines folded at 75 bytes and ended by CR LF.
    public var text: String {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stepwell//Schedule//EN", "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:" + Self.escaped(name),
        ]
        for event in events {
            lines += [
                "BEGIN:VEVENT", "UID:" + Self.escaped(event.uid), "DTSTAMP:" + Self.compact(stamp.iso),
                "DTSTART;VALUE=DATE:" + Self.compact(event.day.iso),
                "DTEND;VALUE=DATE:" + Self.compact((event.day + 1).iso), "SUMMARY:" + Self.escaped(event.summary),
                "DESCRIPTION:" + Self.escaped(event.details), "TRANSP:TRANSPARENT", "END:VEVENT",
            ]
        }
        lines.append("END:VCALENDAR")
        return lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    private static func compact(_ iso: String) -> String {
        let whole = iso.split(separator: ".").first.map(String.init) ?? iso
        let text = whole.filter { $0 != "-" && $0 != ":" }
        return iso.contains("T") && !text.hasSuffix("Z") ? text + "Z" : text
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\n", "\r\n", "\r": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }

    /// Breaks a line so that none is longer than 75 bytes, never inside a character.
    static func folded(_ line: String) -> String {
        var result = ""
        var used = 0
        for character in line {
            let size = character.utf8.count
            if used + size > 75 {
                result += "\r\n "
                used = 1
            }
            result.append(character)
            used += size
        }
        return result
    }
}
