import Clinical
import Course

/// The questions every therapy calculator begins with: which drug, which regimen, which dose.
struct TherapyChoice: Sendable {
    let protocols: Protocols
    let plan: TherapyProtocol?
    /// Index of the regimen asked for or answering by default.
    let regimen: Int?
    /// Nobody named a regimen and the therapy's default answers.
    let regimenAssumed: Bool

    /// Reads `therapy` and `regimen`, marks what is wrong.
    ///
    /// - Parameter needsRegimen: Whether an answer is impossible without one.
    init(_ form: inout FormState, protocols: Protocols, needsRegimen: Bool) {
        self.protocols = protocols
        guard let name = form.given("therapy") else {
            plan = nil
            regimen = nil
            regimenAssumed = false
            if !form.isFresh { form.fail("therapy", "Choose a drug.") }
            return
        }
        let plan = form.attempt { () throws(FieldError) in
            try TherapyNames.therapy(String(name.prefix(100)), in: protocols)
        }
        self.plan = plan
        let wanted = form.given("regimen").map { String($0.prefix(100)) }
        var found: Int?
        if let plan {
            if let wanted {
                found = form.attempt { () throws(FieldError) in try TherapyNames.regimen(wanted, of: plan) }
            } else {
                found = try? TherapyNames.regimen(nil, of: plan)
                if found == nil, needsRegimen { form.fail("regimen", "Choose a regimen: this drug has no usual one.") }
            }
        }
        regimen = found
        regimenAssumed = wanted == nil && found != nil && (plan?.regimens.count ?? 0) > 1
    }

    var therapy: Therapy? { plan?.therapy }

    /// Reads a dose name under `field`; `nil` when missing or refused.
    func dose(_ form: inout FormState, field: String) -> String? {
        guard let plan, let given = form.given(field) else { return nil }
        let code = form.attempt(field) { () throws(FieldError) in
            try TherapyNames.dose(String(given.prefix(100)), of: plan)
        }
        return code.map { plan.doseNames[Int($0)] }
    }

    func therapyField(_ form: FormState) -> FormField {
        let options = protocols.protocols.map { ($0.therapy.id, Wording.name($0.therapy)) }
        var field = form.segmented("therapy", label: "Which drug?", options)
        // A brand or generic name in a shared address lights its drug.
        if let id = therapy?.id {
            field.options = field.options.map { option in
                var option = option
                option.chosen = option.value == id
                return option
            }
        } else if let typed = form.given("therapy") {
            field.last = "Given: \(typed.prefix(80))"
        }
        return field
    }

    /// `nil` for a drug with one regimen.
    func regimenField(_ form: FormState) -> FormField? {
        guard let plan, plan.regimens.count > 1 else { return nil }
        let none = plan.therapy.defaultRegimen == nil ? "not said" : "not said (the usual one answers)"
        return form.select(
            "regimen", label: "Which regimen?", [("", none)] + plan.regimens.map { ($0.regimen.id, $0.regimen.name) })
    }

    func doseField(_ form: FormState, name: String, label: String) -> FormField {
        let names: [String]
        if let plan {
            names = plan.doseNames
        } else {
            var all: [String] = []
            for dose in protocols.protocols.flatMap(\.doseNames) where !all.contains(dose) { all.append(dose) }
            names = all
        }
        return form.select(name, label: label, [("", "choose")] + names.map { ($0, Wording.dose($0)) })
    }

    /// Said when the default regimen answers.
    var assumption: AlertView? {
        guard regimenAssumed, let plan, let regimen else { return nil }
        let name = plan.regimens[regimen].regimen.name
        return AlertView(Phrase.Filled(protocols.phrase(.regimenAssumed), [("regimen", name)]))
    }
}
