import Clinical
import Course
import JSONText
import Mustache

/// What to do after a delay: the answer, why, and the whole table with its row lit.
struct RestartPage: CalculatorModel {
    let refused: Bool
    private let fields: [FormField]
    private let answer: RestartAnswer?
    private let undecided: Undecided?
    private let table: TableView?
    private let assumption: AlertView?
    private let notOnFile: String?
    private let asked: String?

    init(_ form: FormState, protocols: Protocols) {
        var form = form
        let choice = TherapyChoice(&form, protocols: protocols, needsRegimen: false)
        let last = choice.dose(&form, field: "last")
        let days = NumberReader.whole("days", in: &form, range: 0...3650, unit: "days")
        var answer: RestartAnswer?
        var undecided: Undecided?
        var table: TableView?
        var notOnFile: String?
        if let plan = choice.plan, !form.hasErrors {
            if let rules = plan.therapy.table("restart") {
                let values = Self.values(
                    rules, plan: plan, regimen: choice.regimen, last: last, days: days, form: &form)
                if let values, last != nil || days != nil {
                    let found = rules.answer(values)
                    table = TableView(rules, answer: found, open: plan.therapy.open, warn: found.row == nil)
                    if let row = found.row {
                        answer = RestartAnswer(
                            rules, row: row, therapy: plan.therapy, library: protocols.library, days: days ?? 0)
                    } else {
                        undecided = Undecided(rules, found)
                    }
                } else {
                    table = TableView(rules, open: plan.therapy.open)
                }
            } else {
                notOnFile = Wording.notOnFile("the label")
            }
        }
        refused = form.hasErrors
        self.answer = answer
        self.undecided = undecided
        self.table = table
        self.notOnFile = notOnFile
        assumption = answer == nil && undecided == nil ? nil : choice.assumption
        asked = Self.asked(choice, last: last, days: days)
        fields = [
            choice.therapyField(form), choice.regimenField(form),
            choice.doseField(form, name: "last", label: "Which dose was given last?"),
            form.number(
                "days", label: "How many whole days since then?", unit: "days",
                hint: "The day after the dose is day 1.", whole: true),
        ].compactMap { $0 }
    }

    /// The inputs as the table wants them, unknown where nobody said.
    private static func values(
        _ rules: DecisionTable, plan: TherapyProtocol, regimen: Int?, last: String?, days: Int?, form: inout FormState
    ) -> [Int]? {
        var members: [JSON.Member] = []
        if let regimen, rules.input(named: "regimen") != nil {
            members.append(.init("regimen", .string(plan.regimens[regimen].regimen.id)))
        }
        if let last { members.append(.init("last", .string(last))) }
        if let days { members.append(.init("days", .int(days))) }
        return form.attempt { () throws(FieldError) in try TableIntake(table: rules, scores: []).read(.object(members))
        }
    }

    private static func asked(_ choice: TherapyChoice, last: String?, days: Int?) -> String? {
        guard let therapy = choice.therapy, let last, let days else { return nil }
        return "\(Wording.name(therapy)), \(Wording.count(days, "day")) after \(TherapyProtocol.title(last))"
    }

    func child(named name: String) -> Any? {
        switch name {
        case "fields": fields
        case "answer": answer
        case "undecided": undecided
        case "hasResult": answer != nil || undecided != nil || notOnFile != nil
        case "notOnFile": notOnFile
        case "table": table
        case "assumption": assumption
        case "asked": asked
        case "refused": refused
        default: nil
        }
    }
}

/// Several rows are still possible: which, and what decides.
struct Undecided: MustacheParent, Sendable {
    let headline: String
    let question: String?

    init(_ table: DecisionTable, _ answer: TableAnswer) {
        var words: [String] = []
        for row in answer.rows {
            let word = RestartAnswer.headline(table.rows[row].outcome)
            if !words.contains(word) { words.append(word) }
        }
        let lowered = words.enumerated().map {
            $0.offset == 0 ? $0.element : $0.element.prefix(1).lowercased() + $0.element.dropFirst()
        }
        headline = words.count > 4 ? "Not enough is known yet" : Wording.either(lowered)
        question = answer.ask.first.map { table.inputs[$0].question }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "headline": headline
        case "question": question
        default: nil
        }
    }
}
