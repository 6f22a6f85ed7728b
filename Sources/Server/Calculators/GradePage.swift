import Clinical
import Mustache

/// Grades a reaction from findings of which some may be unknown.
struct GradePage: CalculatorModel {
    let refused: Bool
    private let toxicity: Toxicity
    private let fields: [FormField]
    private let answer: GradeAnswer?
    private let table: TableView

    init(_ form: FormState, toxicity: Toxicity) {
        var form = form
        let grading = GradingForm(toxicity: toxicity)
        let values = grading.findings(&form)
        var found: TableAnswer?
        if let values, !grading.isEmpty(form) { found = toxicity.grading.answer(values) }
        refused = form.hasErrors
        self.toxicity = toxicity
        answer = found.map { GradeAnswer($0, toxicity: toxicity) }
        table = TableView(toxicity.grading, answer: found, open: toxicity.open)
        fields = grading.fields(
            form, next: found.flatMap { $0.row == nil ? toxicity.grading.keys(of: $0).first : nil })
    }

    func child(named name: String) -> Any? {
        switch name {
        case "abbreviation": toxicity.abbreviation
        case "toxicityName": toxicity.name
        case "scale": toxicity.scale
        case "action": "/calculators/\(toxicity.id)"
        case "reference": "/reference/toxicities/\(toxicity.id)"
        case "fields": fields
        case "answer": answer
        case "table": table
        case "refused": refused
        default: nil
        }
    }
}
