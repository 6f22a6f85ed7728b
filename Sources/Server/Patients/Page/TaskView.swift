import Clinical
import Course
import Mustache

/// One thing to do, or done: what, when, why, and who says so.
struct TaskView: MustacheParent, Sendable {
    private let item: AgendaItem
    private let what: String
    private let due: String?
    private let away: String?
    private let window: String?
    private let source: SourceTag?

    init(_ item: AgendaItem, clock: SiteClock) {
        self.item = item
        what = Wording.capitalized(item.what)
        let byDay = item.kind == .weigh
        due = item.due.map { byDay ? clock.day(clock.zone.day(of: $0)) : clock.short($0) }
        away = item.due.flatMap { byDay ? nil : clock.away($0) }
        window = Self.window(item, clock: clock)
        source = item.citation.map { SourceTag($0) }
    }

    var isDone: Bool { item.status == .done || item.status == .missed }

    /// `From Sun 22 Nov 02:14 to Wed 25 Nov 23:59`
    static func window(_ item: AgendaItem, clock: SiteClock) -> String? {
        let earliest = item.earliest.flatMap { $0 == item.due ? nil : clock.short($0) }
        let latest = item.latest.flatMap { $0 == item.due ? nil : clock.short($0) }
        switch (earliest, latest) {
        case (let from?, let to?): return "From \(from) to \(to)"
        case (let from?, nil): return "From \(from)"
        case (nil, let to?): return "Until \(to)"
        case (nil, nil): return nil
        }
    }

    private var word: String {
        switch item.status {
        case .upcoming: "later"
        case .due: "now"
        case .overdue: "overdue"
        case .done: "done"
        case .missed: "missed"
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "taskClass": "task task-" + item.status.rawValue
        case "what": what
        case "word": word
        case "due": due
        case "away": away
        case "window": window
        case "why": item.why.isEmpty ? nil : Wording.capitalized(item.why)
        case "source": source
        default: nil
        }
    }
}
