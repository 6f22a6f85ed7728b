public import Clinical
import Course
import JSONText

extension Calculators {
    /// Amount, volume, vials and syringes of one dose.
    public func dose(
        therapy name: String, regimen: String?, dose: String, grams: Int?
    ) throws(FieldError) -> Answer {
        let plan = try TherapyNames.therapy(name, in: protocols)
        let code = try TherapyNames.dose(dose, of: plan)
        let doseName = plan.doseNames[Int(code)]
        let regimenPlan = try self.regimen(regimen, having: doseName, plan: plan)
        guard let scheduled = regimenPlan.dose(doseName) else {
            throw FieldError(
                field: "dose", given: doseName,
                allowed: "one of " + regimenPlan.doses.map(\.name).joined(separator: ", "), code: "dose.unknown")
        }
        var weight: BodyWeight?
        if grams != nil || !isFlat(scheduled.rule) { weight = try self.weight(grams, neededBy: regimenPlan) }
        let answer = try DoseCalculator(protocols).answer(
            plan, regimen: regimenPlan, dose: doseName, weight: weight)
        return Answer(
            json: json(answer, plan: plan, regimen: regimenPlan), text: text(answer, plan: plan, weight: weight))
    }

    private func isFlat(_ rule: DoseRule) -> Bool { if case .flat = rule { true } else { false } }

    /// The named regimen, or the one that answers for this dose: the default, or the only one that has it.
    private func regimen(_ id: String?, having dose: String, plan: TherapyProtocol) throws(FieldError) -> Regimen {
        if let id { return plan.regimens[try TherapyNames.regimen(id, of: plan)].regimen }
        let candidates = plan.regimens.map(\.regimen).filter { $0.dose(dose) != nil }
        if let fallback = candidates.first(where: { $0.id == plan.therapy.defaultRegimen }) { return fallback }
        // The same amount in every regimen is no choice.
        if let first = candidates.first, Set(candidates.compactMap { $0.dose(dose)?.rule }).count == 1 { return first }
        throw FieldError(
            field: "regimen", given: "nothing", allowed: "one of " + candidates.map(\.id).joined(separator: ", "),
            code: "regimen.missing")
    }

    private func json(_ answer: DoseAnswer, plan: TherapyProtocol, regimen: Regimen) -> JSON {
        .object([
            JSON.Member("therapy", .string(plan.therapy.id)), JSON.Member("regimen", .string(regimen.id)),
            JSON.Member("dose", .string(answer.dose.name)), JSON.Member("rule", .string(answer.dose.rule.description)),
            JSON.Member("amountMg", .number(answer.amount.milligramsText)),
            JSON.Member(
                "concentrationMgPerMl", answer.concentration.map { .number($0.milligramsPerMilliliterText) } ?? .null),
            JSON.Member("volumeMl", answer.volume.map { .number($0.millilitersText) } ?? .null),
            JSON.Member("vials", .optional(answer.vials)), JSON.Member("syringes", .optional(answer.syringes)),
            JSON.Member("basis", .string(answer.basis.rawValue)), JSON.Member("drawUp", .bool(answer.mayBeDrawnUp)),
            JSON.Member("verification", .string(answer.verification.rawValue)),
            JSON.Member("source", .source(answer.citation)), JSON.Member("citation", .citation(answer.citation)),
            JSON.Member("warnings", .strings(answer.warnings.map(\.text))),
        ])
    }

    private func text(_ answer: DoseAnswer, plan: TherapyProtocol, weight: BodyWeight?) -> String {
        var lines = [
            "\(plan.therapy.names.tallMan) \(TherapyProtocol.title(answer.dose.name))"
                + (weight.map { ", \($0)" } ?? "")
        ]
        lines.append(
            answer.mayBeDrawnUp
                ? "\(answer.amount)" : "Do not draw up before a check against the label: \(answer.amount)")
        if let volume = answer.volume, let concentration = answer.concentration {
            var parts = ["\(volume) at \(concentration)"]
            if let vials = answer.vials { parts.append("\(vials) vial\(vials == 1 ? "" : "s")") }
            if let syringes = answer.syringes { parts.append("\(syringes) syringe\(syringes == 1 ? "" : "s")") }
            lines.append(parts.joined(separator: ", "))
        }
        lines += answer.warnings.map { "! " + $0.text }
        lines.append("[\(answer.citation.mark)]")
        return lines.joined(separator: "\n")
    }

    // MARK: Restart

    /// What to give after a delay.
    public func restart(
        therapy name: String, regimen: String?, last: String, days: Int
    ) throws(FieldError) -> Answer {
        let plan = try TherapyNames.therapy(name, in: protocols)
        let lastName = plan.doseNames[Int(try TherapyNames.dose(last, of: plan))]
        guard days >= 0, days <= 36_500 else {
            throw FieldError(
                field: "days", given: String(days), allowed: "whole days since the last dose, 0 or more",
                code: "field.out-of-range")
        }
        guard let restart = plan.restart else {
            return notOnFile(plan, regimen: nil, row: nil, open: nil)
        }
        let (chosen, warnings) = try restartRegimen(regimen, plan: plan, restart: restart, last: lastName, days: days)
        guard let row = restart.row(regimen: chosen.id, last: lastName, days: days) else {
            throw FieldError(
                field: "last", given: lastName,
                allowed: "one of " + chosen.doses.map(\.name).joined(separator: ", "), code: "dose.not-in-regimen")
        }
        let outcome = restart.table.rows[row].outcome
        if let open = outcome.open {
            return notOnFile(
                plan, regimen: chosen, row: restart.table.rows[row], open: plan.therapy.openStatement(open))
        }
        return restartAnswer(
            plan, regimen: chosen, table: restart.table, row: restart.table.rows[row], warnings: warnings)
    }

    private func restartRegimen(
        _ id: String?, plan: TherapyProtocol, restart: RestartRules, last: String, days: Int
    ) throws(FieldError) -> (Regimen, [Phrase.Filled]) {
        if let id { return (plan.regimens[try TherapyNames.regimen(id, of: plan)].regimen, []) }
        let candidates = plan.regimens.map(\.regimen).filter { $0.dose(last) != nil }
        let answers = candidates.map { candidate in
            restart.row(regimen: candidate.id, last: last, days: days).map { restart.table.rows[$0].outcome }
        }
        if let first = candidates.first, answers.dropFirst().allSatisfy({ $0 == answers[0] }) { return (first, []) }
        if let fallback = candidates.first(where: { $0.id == plan.therapy.defaultRegimen }) {
            return (fallback, assumed(nil, plan: plan, regimen: fallback))
        }
        throw FieldError(
            field: "regimen", given: "nothing",
            allowed: "one of " + candidates.map(\.id).joined(separator: ", ") + " (the answer depends on it)",
            code: "regimen.missing")
    }

    private func restartAnswer(
        _ plan: TherapyProtocol, regimen: Regimen, table: DecisionTable, row: DecisionTable.Row,
        warnings: [Phrase.Filled]
    ) -> Answer {
        let outcome = row.outcome
        var lines = warnings.map(\.text) + outcome.flags
        if let outdated = table.outdated { lines.append(outdated.text) }
        if let note = row.citation.note { lines.append(note) }
        let json = JSON.object([
            JSON.Member("therapy", .string(plan.therapy.id)), JSON.Member("regimen", .string(regimen.id)),
            JSON.Member("action", .optional(outcome.action)), JSON.Member("dose", .optional(outcome.dose)),
            JSON.Member("premedicate", outcome.premedicate.map { .bool($0) } ?? .null),
            JSON.Member("observation", .optional(outcome.observation)),
            JSON.Member("reviewBenefitRisk", .bool(outcome.reviewBenefitRisk)),
            JSON.Member(
                "followedBy",
                outcome.followedBy.map {
                    .object([
                        JSON.Member("dose", .string($0.dose)), JSON.Member("afterDays", .int($0.afterDays)),
                        JSON.Member("if", .optional($0.condition)),
                    ])
                } ?? .null),
            JSON.Member("say", .optional(outcome.say)), JSON.Member("row", .string(row.id)),
            JSON.Member("source", .source(row.citation)), JSON.Member("citation", .citation(row.citation)),
            JSON.Member("verification", .string(row.citation.level.rawValue)),
            JSON.Member("warnings", .strings(lines)),
        ])
        var text = [outcome.say ?? outcome.action ?? ""]
        if let premedicate = outcome.premedicate {
            text.append(premedicate ? "Premedicate." : "No premedication needed.")
        }
        if let observation = outcome.observation { text.append(observation) }
        if outcome.reviewBenefitRisk { text.append("Weigh benefit and risk first.") }
        text += lines.map { "! " + $0 }
        text.append("[row \(row.id) · \(row.citation.mark)]")
        return Answer(json: json, text: text.joined(separator: "\n"))
    }

    private func notOnFile(
        _ plan: TherapyProtocol, regimen: Regimen?, row: DecisionTable.Row?, open: OpenStatement?
    ) -> Answer {
        let place = open?.where_ ?? "the label's section on restarting after a delay"
        let json = JSON.object([
            JSON.Member("therapy", .string(plan.therapy.id)), JSON.Member("regimen", .optional(regimen?.id)),
            JSON.Member("action", .null), JSON.Member("dose", .null), JSON.Member("premedicate", .null),
            JSON.Member("observation", .null), JSON.Member("reviewBenefitRisk", .bool(false)),
            JSON.Member("notOnFile", .bool(true)), JSON.Member("what", .optional(open?.what)),
            JSON.Member("where", .string(place)), JSON.Member("row", .optional(row?.id)),
            JSON.Member("source", row.map { .source($0.citation) } ?? .null), JSON.Member("verification", .null),
            JSON.Member("warnings", .strings(row?.outcome.flags ?? [])),
        ])
        var what = open?.what ?? "restart after this delay"
        while what.hasSuffix(".") { what.removeLast() }
        let text = "Not on file: \(what). Look in \(place)."
        return Answer(json: json, text: text, status: .notOnFile)
    }
}
