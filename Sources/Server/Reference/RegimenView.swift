import Clinical
import Course
import Mustache

/// A regimen drawn and in words.
struct RegimenView: MustacheParent, Sendable {
    let regimen: Regimen
    let drawing: Drawing
    let rows: [DoseRow]
    let answersWithoutName: Bool

    init(_ plan: RegimenProtocol, of therapy: Therapy) {
        regimen = plan.regimen
        // Any start will do: the drawing counts days.
        let scheduled = ScheduleRow.plan(plan, of: therapy, start: Day(number: 0))
        drawing = ScheduleStrip.draw(scheduled, regimen: plan.regimen, therapy: therapy, id: "strip-" + plan.regimen.id)
        rows = Self.rows(plan, of: therapy, anchored: true)
        answersWithoutName = therapy.defaultRegimen == plan.regimen.id && therapy.regimens.count > 1
    }

    /// The doses in words, the repeating ones after the first last.
    ///
    /// - Parameter anchored: Whether this is the page that links lead to.
    static func rows(_ plan: RegimenProtocol, of therapy: Therapy, anchored: Bool) -> [DoseRow] {
        let scheduled = ScheduleRow.plan(plan, of: therapy, start: Day(number: 0))
        let later = plan.regimen.doses.dropFirst(scheduled.count).filter(\.repeats)
        return scheduled.map { DoseRow($0, anchored: anchored) }
            + later.map { DoseRow(repeating: $0, anchored: anchored) }
    }

    /// One dose in the table beside the drawing.
    struct DoseRow: MustacheParent, Sendable {
        let title: String
        let amount: String
        let when: String
        let window: String?
        let stay: String?
        let because: String?
        let source: SourceTag

        init(_ row: ScheduleRow, anchored: Bool) {
            title = row.title
            amount = row.dose.rule.description
            when = row.dose.repeats ? Self.interval(row.dose) + ", from day \(row.day)" : "day \(row.day)"
            if case .first = row.dose.timing { window = nil } else { window = row.window }
            stay = row.stays.isEmpty ? nil : "Then " + Wording.either(row.stays.map(\.short))
            because = row.dose.window?.because
            source = SourceTag(row.dose.citation, anchored: anchored)
        }

        init(repeating dose: ScheduledDose, anchored: Bool) {
            title = Wording.dose(dose.name)
            amount = dose.rule.description
            when = Self.interval(dose)
            window = dose.window?.earliest.map { "not sooner than \($0) days" }
            stay = nil
            because = nil
            source = SourceTag(dose.citation, anchored: anchored)
        }

        private static func interval(_ dose: ScheduledDose) -> String {
            guard case .every(let days, _) = dose.timing else { return "" }
            let weeks = dose.weeks.map { range in
                range.upperBound >= 9999
                    ? ", from week \(range.lowerBound)" : ", weeks \(range.lowerBound) to \(range.upperBound)"
            }
            return "every \(days) days" + (weeks ?? "")
        }

        func child(named name: String) -> Any? {
            switch name {
            case "doseTitle": title
            case "amount": amount
            case "when": when
            case "window": window
            case "stay": stay
            case "because": because
            case "source": source
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "regimenName": regimen.name
        case "regimenAnchor": "regimen-" + regimen.id
        case "answersWithoutName": answersWithoutName
        case "drawing": drawing
        case "rows": rows
        case "switches": regimen.switches.map { StatementView($0.criteria, anchored: true) }
        case "hasSwitches": !regimen.switches.isEmpty
        case "source": SourceTag(regimen.citation, anchored: true)
        default: nil
        }
    }
}
