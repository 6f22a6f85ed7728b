import Clinical
import Course
import Mustache

/// The planned days of a regimen from a start date.
struct SchedulePage: CalculatorModel {
    let refused: Bool
    private let fields: [FormField]
    private let rows: [Row]
    private let drawing: Drawing?
    private let heading: String
    private let assumption: AlertView?
    private let switches: [StatementView]
    static let most = 60

    init(_ form: FormState, protocols: Protocols) {
        var form = form
        form.setDefault("doses", "8")
        let choice = TherapyChoice(&form, protocols: protocols, needsRegimen: true)
        let start = NumberReader.day("start", in: &form)
        if start == nil, !form.isFresh, form.given("start") == nil, form.given("doses") != nil {
            form.fail("start", "Give the day of the first dose.")
        }
        let count = NumberReader.whole("doses", in: &form, range: 1...Self.most, unit: "doses") ?? 8
        var rows: [Row] = []
        var drawing: Drawing?
        var heading = ""
        var switches: [StatementView] = []
        if let plan = choice.plan, let index = choice.regimen, let start, !form.hasErrors {
            let regimen = plan.regimens[index]
            let scheduled = ScheduleRow.plan(regimen, of: plan.therapy, start: start, count: count)
            rows = scheduled.map { Row($0, therapy: plan.therapy, regimen: regimen.regimen) }
            let head = ScheduleRow.plan(regimen, of: plan.therapy, start: start)
            drawing = ScheduleStrip.draw(head, regimen: regimen.regimen, therapy: plan.therapy, id: "strip")
            heading = "\(Wording.name(plan.therapy)), \(regimen.regimen.name), from \(start)"
            switches = regimen.regimen.switches.map { StatementView($0.criteria) }
        }
        refused = form.hasErrors
        self.rows = rows
        self.drawing = drawing
        self.heading = heading
        self.switches = switches
        assumption = rows.isEmpty ? nil : choice.assumption
        fields = [
            choice.therapyField(form), choice.regimenField(form), form.date("start", label: "Day of the first dose"),
            form.number("doses", label: "How many doses?", unit: "doses", hint: "1 to \(Self.most).", whole: true),
        ].compactMap { $0 }
    }

    /// One dose on its day.
    struct Row: MustacheParent, Sendable {
        let row: ScheduleRow
        let premedication: String?

        init(_ row: ScheduleRow, therapy: Therapy, regimen: Regimen) {
            self.row = row
            let drugs = therapy.premedication.filter {
                $0.doses.contains(row.dose.name) && ($0.regimens.isEmpty || $0.regimens.contains(regimen.id))
            }.flatMap(\.drugs).map(\.line)
            premedication = drugs.isEmpty ? nil : drugs.joined(separator: "; ")
        }

        func child(named name: String) -> Any? {
            switch name {
            case "date": "\(row.date.short) \(row.date.components.year)"
            case "dayNumber": "day \(row.day)"
            case "doseTitle": row.title
            case "amount": row.dose.rule.description
            case "window": row.dateWindow
            case "isFirst": row.day == 1
            case "premedication": premedication
            case "stay": row.stays.isEmpty ? nil : Wording.capitalized(Wording.either(row.stays.map(\.short)))
            case "source": SourceTag(row.dose.citation)
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "fields": fields
        case "rows": rows
        case "hasRows": !rows.isEmpty
        case "drawing": drawing
        case "heading": heading
        case "switches": switches
        case "hasSwitches": !switches.isEmpty
        case "assumption": assumption
        case "refused": refused
        default: nil
        }
    }
}
