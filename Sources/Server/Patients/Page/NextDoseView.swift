import Clinical
import Course
import Mustache
import Service

/// The next dose: its name, when, and the amount for this weight; or why none may be named.
struct NextDoseView: MustacheParent, Sendable {
    private let heading: String
    private let when: String?
    private let window: String?
    private let hold: String?
    private let answer: DoseAnswerView?
    private let weight: String?
    private let missing: String?
    private let weigh: String?

    /// - Returns: `nil` before a course is started.
    init?(_ record: PatientRecord, advice: CourseAdvice, protocols: Protocols, clock: SiteClock) {
        guard let plan = record.chart.plan, let next = advice.next else { return nil }
        let state = record.state
        hold = state.isHeld ? record.chart.text(state.holdText) ?? "no reason given" : nil
        let regimens = plan.regimens
        guard regimens.indices.contains(Int(state.regimen)), let position = next.position, next.basis.namesDose else {
            heading = next.basis.headingWithoutDose
            (when, window, answer, weight, weigh) = (nil, nil, nil, nil, nil)
            missing = "Settle the alert above first. No amount is shown until then."
            return
        }
        let regimen = regimens[Int(state.regimen)].regimen
        let name = regimen.doses[position].name
        heading = "Next dose: " + TherapyProtocol.title(name)
        let item = advice.agenda.first { $0.kind == .dose && $0.status != .done && $0.dose == name }
        when = item?.due.map { due in
            let day = clock.zone.day(of: due)
            if day == clock.today { return "Due today at \(clock.time(due))" }
            return (day < clock.today ? "Was due \(clock.short(due))" : "Due \(clock.short(due))")
                + ", \(clock.away(due))"
        }
        window = item.flatMap { TaskView.window($0, clock: clock) }
        let found = Result { () throws(FieldError) in
            try DoseCalculator(protocols).answer(plan, regimen: regimen, dose: name, weight: state.weight)
        }
        switch found {
        case .success(let found):
            answer = DoseAnswerView(found, therapy: plan.therapy, weight: state.weight)
            (missing, weigh) = (nil, nil)
        case .failure(let error):
            answer = nil
            missing =
                error.field == "weight" ? "The amount depends on the weight, and none is on record." : error.description
            weigh = error.field == "weight" ? "/patients/\(record.id)/record/weight" : nil
        }
        weight =
            answer == nil
            ? nil
            : state.weighedAt.map { at in
                let day = clock.zone.day(of: at)
                return "Weight of \(day), \(Wording.count(clock.today - day, "day")) old."
            }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "heading": heading
        case "when": when
        case "window": window
        case "hold": hold
        case "answer": answer
        case "weight": weight
        case "missing": missing
        case "weigh": weigh
        default: nil
        }
    }
}

extension NextDose.Basis {
    /// Whether an amount may be shown: never where the content has no answer or says to stop.
    fileprivate var namesDose: Bool {
        switch self {
        case .first, .schedule, .restart: true
        case .notOnFile, .discontinue, .outsideRegimen: false
        }
    }

    fileprivate var headingWithoutDose: String {
        switch self {
        case .discontinue: "No next dose"
        case .notOnFile: "Next dose: not on file"
        default: "Next dose: not settled"
        }
    }
}
