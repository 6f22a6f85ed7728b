import Clinical
import Course
import Mustache
import Service

/// Everybody the practice looks after, in groups by what they need now. Only rows that are shown become views.
struct BoardPage: MustacheParent, Sendable {
    static let mostRows = 200
    static let mostSteady = 50

    private let headline: String
    private let counts: [NavigationLink]
    private let groups: [BoardGroup]
    private let query: String
    /// Nobody is registered at all.
    private let nobody: Bool
    private let noMatch: Bool

    init(_ board: Board, query: String, showAll: Bool, zone: Zone, protocols: Protocols) {
        let clock = SiteClock(zone: zone, now: board.now)
        let names = Dictionary(
            protocols.protocols.map { ($0.therapy.id, $0.therapy.names.tallMan) },
            uniquingKeysWith: { first, _ in first })
        let filter = NameFilter(query)
        var kept: [[Board.Row]] = Board.Place.allCases.map { _ in [] }
        var found = [Int](repeating: 0, count: kept.count)
        var everyone = found
        var inWindow = 0
        for row in board.rows {
            let place = row.place.rawValue
            everyone[place] += 1
            if row.inWindow { inWindow += 1 }
            guard filter.isEmpty || filter.matches(row.name) else { continue }
            found[place] += 1
            if showAll || found[place] <= Self.limit(row.place) { kept[place].append(row) }
        }
        headline = "\(clock.partOfDay) · \(inWindow) in window"
        counts = Board.Place.allCases.filter { everyone[$0.rawValue] > 0 }.map { place in
            NavigationLink(title: "\(place.heading) \(everyone[place.rawValue])", address: "#" + place.anchor)
        }
        groups = Board.Place.allCases.filter { found[$0.rawValue] > 0 }.map { place in
            BoardGroup(
                place: place, total: found[place.rawValue],
                rows: kept[place.rawValue].map { PersonRow($0, clock: clock, names: names) }, query: query)
        }
        self.query = query
        nobody = board.rows.isEmpty
        noMatch = !board.rows.isEmpty && groups.isEmpty
    }

    private static func limit(_ place: Board.Place) -> Int { place == .steady ? mostSteady : mostRows }

    func child(named name: String) -> Any? {
        switch name {
        case "headline": headline
        case "counts": counts
        case "groups": groups
        case "query": query
        case "filtered": !query.isEmpty
        case "nobody": nobody
        case "somebody": !nobody
        case "noMatch": noMatch
        default: nil
        }
    }
}

/// Patients in the same place, with a way to the ones left out.
struct BoardGroup: MustacheParent, Sendable {
    let place: Board.Place
    let total: Int
    let rows: [PersonRow]
    let query: String

    func child(named name: String) -> Any? {
        switch name {
        case "heading": place.heading
        case "anchor": place.anchor
        case "total": String(total)
        case "rows": rows
        case "query": query
        case "rest": rows.count < total ? "Show all \(ExactDecimal.format(total, decimals: 0))" : nil
        default: nil
        }
    }
}

extension Board.Place {
    var heading: String {
        switch self {
        case .alert: "Alerts"
        case .inWindow: "In the watch window"
        case .overdue: "Overdue"
        case .dueToday: "Due today"
        case .held: "On hold"
        case .attention: "Needs attention"
        case .steady: "Steady"
        }
    }

    var anchor: String {
        switch self {
        case .alert: "alerts"
        case .inWindow: "window"
        case .overdue: "overdue"
        case .dueToday: "due"
        case .held: "held"
        case .attention: "attention"
        case .steady: "steady"
        }
    }
}

/// Finds names that hold what was typed, whatever its case.
struct NameFilter: Sendable {
    private let wanted: [UInt8]

    init(_ text: String) { wanted = Array(text.lowercased().utf8) }

    var isEmpty: Bool { wanted.isEmpty }

    func matches(_ name: String) -> Bool {
        guard let first = wanted.first else { return true }
        let bytes = Array(name.lowercased().utf8)
        guard bytes.count >= wanted.count else { return false }
        for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
            if bytes[start..<start + wanted.count].elementsEqual(wanted) { return true }
        }
        return false
    }
}
