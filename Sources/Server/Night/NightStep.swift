import Clinical
import Course
import Mustache
import Service

/// One line of the list, with what was done about it and when.
struct NightStep: MustacheParent, Sendable {
    let id: String
    let text: String
    let why: String?
    let source: SourceTag?
    let isRefused: Bool
    let mark: String?

    /// - Parameter mark: `done 02:14`; `nil` while nobody did it.
    init(id: String, text: String, why: String? = nil, source: Citation?, isRefused: Bool = false, mark: String?) {
        self.id = id
        self.text = text
        self.why = why
        self.source = source.map { SourceTag($0) }
        self.isRefused = isRefused
        self.mark = mark
    }

    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "text": text
        case "why": why
        case "source": source
        case "mark": mark
        case "stepClass": "step" + (mark == nil ? "" : " is-done") + (isRefused ? " is-refused" : "")
        case "canMark": mark == nil && !isRefused
        default: nil
        }
    }
}

/// What was tapped on this card since the last dose: the newest of each action.
struct NightMarks: Sendable {
    private let marks: [String: String]

    init(_ scene: RecordScene, clock: SiteClock) {
        let since = scene.state.lastDose?.at ?? scene.state.startedAt ?? Instant(milliseconds: .min)
        var marks: [String: String] = [:]
        for entry in scene.record.entries where entry.type == EventType.actionTaken.rawValue && entry.at >= since {
            guard !scene.record.chart.struck.contains(Int32(clamping: entry.version)) else { continue }
            let fields = EntryFields(entry.body)
            guard let action = fields.text("action") else { continue }
            marks[action] = "\(EntryFields.spaced(fields.text("outcome") ?? "done")) \(clock.time(entry.at))"
        }
        self.marks = marks
    }

    func mark(_ action: String) -> String? { marks[action] }
}

/// A number to call, as a button.
struct NightCall: MustacheParent, Sendable {
    let id: String
    let title: String
    let name: String
    let phone: String
    let dialed: String
    let mark: String?

    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "title": title
        case "contactName": self.name
        case "phone": phone
        case "dialed": dialed
        case "mark": mark
        default: nil
        }
    }
}
