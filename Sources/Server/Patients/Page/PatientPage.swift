import Clinical
import Course
import Mustache
import Service

/// One patient: who, what now, why and from where, what happened.
struct PatientPage: MustacheParent, Sendable {
    let header: PatientHeader
    private let alerts: [AdviceView]
    private let advice: [AdviceView]
    private let reactions: [NavigationLink]
    private let nextDose: NextDoseView?
    private let undone: [TaskView]
    private let done: [TaskView]
    private let timeline: Drawing?
    private let timelineLines: [TimelineLine]
    private let record: RecordView
    private let total: Int
    private let quick: QuickLinks
    private let zoneName: String

    private let isRecorded: Bool
    private let address: String
    /// Said where the course runs under another release than the one in force.
    var release: CourseReleaseNote?

    /// What the address asks to be shown.
    struct Shown: Sendable {
        var isAll = false
        /// An entry was recorded just now; the address says no more than that.
        var isRecorded = false
    }

    init(_ record: PatientRecord, advice: CourseAdvice, shown: Shown, protocols: Protocols, zone: Zone) {
        let clock = SiteClock(zone: zone, now: advice.now)
        let library = protocols.library
        let therapy = record.chart.plan?.therapy
        header = PatientHeader(record, advice: advice, clock: clock)
        alerts = advice.alerts.map { AdviceView($0, therapy: therapy, library: library) }
        self.advice = advice.advice.map { AdviceView($0, therapy: therapy, library: library) }
        reactions = advice.reactions.map { reaction in
            let name = library.toxicity(reaction.toxicity)?.abbreviation ?? reaction.toxicity
            return NavigationLink(
                title: "All steps for \(name) grade \(reaction.worst)",
                address: "/patients/\(record.id)/manage/\(reaction.toxicity)")
        }
        nextDose = NextDoseView(record, advice: advice, protocols: protocols, clock: clock)
        let tasks = advice.agenda.map { TaskView($0, clock: clock) }
        undone = tasks.filter { !$0.isDone }
        done = tasks.filter { $0.isDone }
        let drawn = Timeline(record, advice: advice, fever: library.limits.fever, clock: clock)
        timeline = drawn.map { TimelineDrawing.draw($0) }
        timelineLines = drawn?.lines ?? []
        self.record = RecordView(record, showAll: shown.isAll, protocols: protocols, clock: clock)
        total = record.entries.count
        isRecorded = shown.isRecorded
        quick = QuickLinks(record)
        address = "/patients/\(record.id)"
        zoneName = zone.change(at: advice.now).name
    }

    func child(named name: String) -> Any? {
        switch name {
        case "header": header
        case "isRecorded": isRecorded
        case "release": release
        case "alerts": alerts
        case "advice": advice
        case "hasAdvice": !advice.isEmpty
        case "reactionLinks": reactions
        case "quietNow": alerts.isEmpty
        case "nextDose": nextDose
        case "undone": undone
        case "nothingDue": undone.isEmpty
        case "done": done
        case "hasDone": !done.isEmpty
        case "doneCount": String(done.count)
        case "timeline": timeline
        case "timelineLines": timelineLines
        case "entries": record
        case "entryCount": total == 1 ? "1 entry" : "\(total) entries"
        case "restOfRecord": record.rest
        case "quick": quick.common
        case "rest": quick.rest
        case "zoneName": zoneName
        case "accessAddress": address + "/access"
        case "printedAddress": address + "/printed"
        default: nil
        }
    }
}
