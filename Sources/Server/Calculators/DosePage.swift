import Clinical
import Course
import Mustache

/// Amount, volume, vials and syringes of one dose.
struct DosePage: CalculatorModel {
    let refused: Bool
    private let fields: [FormField]
    private let answer: DoseAnswerView?
    private let bands: BandTable?
    private let assumption: AlertView?

    init(_ form: FormState, protocols: Protocols) {
        var form = form
        let choice = TherapyChoice(&form, protocols: protocols, needsRegimen: true)
        let dose = choice.dose(&form, field: "dose")
        let weight = NumberReader.weight("weight", in: &form, limits: protocols.library.limits)
        var answer: DoseAnswerView?
        var bands: BandTable?
        if let plan = choice.plan, let index = choice.regimen, let dose, !form.hasErrors {
            let regimen = plan.regimens[index].regimen
            let found = form.attempt { () throws(FieldError) in
                try DoseCalculator(protocols).answer(plan, regimen: regimen, dose: dose, weight: weight)
            }
            answer = found.map { DoseAnswerView($0, therapy: plan.therapy, weight: weight) }
            bands = found?.volumes.map { BandTable($0, of: plan.therapy, weight: weight) }
        }
        refused = form.hasErrors
        self.answer = answer
        self.bands = bands
        assumption = answer == nil ? nil : choice.assumption
        fields = [
            choice.therapyField(form), choice.regimenField(form),
            choice.doseField(form, name: "dose", label: "Which dose?"),
            form.number(
                "weight", label: "Actual body weight", unit: "kg",
                hint: "For example 71.4. Not needed for flat doses."),
        ].compactMap { $0 }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "fields": fields
        case "answer": answer
        case "bands": bands
        case "assumption": assumption
        case "refused": refused
        default: nil
        }
    }
}

/// A dose answer in words. Arithmetic is a cross-check and never the headline.
struct DoseAnswerView: MustacheParent, Sendable {
    let kicker: String
    let headline: String
    /// Concentration, vials and syringes in one line under the amount.
    let together: String?
    let toneClass: String
    let facts: [DefinitionRow]
    let warnings: [AlertView]
    /// Of the dose to draw up; `nil` when there is none on file.
    let source: SourceTag?

    init(_ answer: DoseAnswer, therapy: Therapy, weight: BodyWeight?) {
        let name = TherapyProtocol.title(answer.dose.name)
        kicker = "\(Wording.name(therapy)), \(name)" + (weight.map { ", \($0)" } ?? "")
        let open = therapy.open.first { $0.blocks.contains("dose volume") }
        let unverified = answer.isOnFile && !answer.mayBeDrawnUp
        var rows: [DefinitionRow] = []
        if answer.isOnFile {
            let parts = [
                answer.concentration.map { "of \($0)" }, answer.vials.map { Wording.count($0, "vial") },
                answer.syringes.map { Wording.count($0, "syringe") },
            ]
            together = parts.contains { $0 != nil } ? parts.compactMap { $0 }.joined(separator: " · ") : nil
            let found = [answer.amount.description, answer.volume?.description].compactMap { $0 }.joined(
                separator: " = ")
            headline = unverified ? "Unverified: \(found)" : found
            toneClass = unverified ? "answer answer-open" : "answer answer-go"
            rows.append(
                Self.row("Concentration", answer.concentration?.description, open, answer.presentation?.citation))
            rows.append(
                Self.row("Vials", answer.vials.map { Wording.count($0, "vial") }, open, answer.presentation?.citation))
            rows.append(
                Self.row(
                    "Syringes", answer.syringes.map { Wording.count($0, "syringe") }, open,
                    answer.presentation?.citation))
        } else {
            headline = "Dose to draw up: not on file"
            together = nil
            toneClass = "answer answer-open"
            rows.append(DefinitionRow(missing: "Row of the weight table", look: open?.where_))
        }
        if case .perKilogram = answer.dose.rule, let weight {
            let amount = answer.dose.rule.amount(for: weight)
            let text = "\(answer.dose.rule) × \(weight) = \(amount). Do not draw this up."
            rows.append(DefinitionRow("Cross-check only", text, source: answer.dose.citation))
        } else {
            rows.append(DefinitionRow("Rule", "\(answer.dose.rule) for every weight", source: answer.dose.citation))
        }
        facts = rows
        warnings = answer.warnings.map { AlertView($0) }
        source = answer.isOnFile ? SourceTag(answer.citation) : nil
    }

    private static func row(_ term: String, _ text: String?, _ open: OpenStatement?, _ citation: Citation?)
        -> DefinitionRow
    {
        text.map { DefinitionRow(term, $0, source: citation) } ?? DefinitionRow(missing: term, look: open?.where_)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "kicker": kicker
        case "headline": headline
        case "toneClass": toneClass
        case "answerSay": together
        case "facts": facts
        case "warnings": warnings
        case "source": source
        default: nil
        }
    }
}
