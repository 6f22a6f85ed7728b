public import Clinical

/// Finds therapies, regimens and doses by what a person wrote, and names the nearest one when there is none.
public enum TherapyNames {
    public static func therapy(_ text: String, in protocols: Protocols) throws(FieldError) -> TherapyProtocol {
        let wanted = text.lowercased()
        func isMeant(_ plan: TherapyProtocol) -> Bool {
            [plan.therapy.id, plan.therapy.names.brand, plan.therapy.names.generic].contains {
                $0.lowercased() == wanted
            }
        }
        if let found = protocols.protocols.first(where: isMeant) { return found }
        let ids = protocols.protocols.map(\.therapy.id)
        // A drug that exists is not taken for a typing error of another.
        if protocols.references.contains(where: isMeant) {
            throw FieldError(
                field: "therapy", given: text + ", which is only there to read about",
                allowed: "one of " + ids.joined(separator: ", "), code: "therapy.reference-only")
        }
        let brands = protocols.protocols.map(\.therapy.names.brand)
        let hint = nearest(to: wanted, among: ids + brands).map { " (did you mean \($0)?)" } ?? ""
        throw FieldError(
            field: "therapy", given: text + hint, allowed: "one of " + ids.joined(separator: ", "),
            code: "therapy.unknown")
    }

    /// The regimen by id or alias; without one, the therapy's default or its only regimen.
    public static func regimen(_ text: String?, of plan: TherapyProtocol) throws(FieldError) -> Int {
        let ids = plan.regimens.map(\.regimen.id)
        guard let text else {
            if let fallback = plan.therapy.defaultRegimen.flatMap({ plan.regimenIndex($0) }) { return fallback }
            if plan.regimens.count == 1 { return 0 }
            throw FieldError(
                field: "regimen", given: "nothing", allowed: "one of " + ids.joined(separator: ", "),
                code: "regimen.missing")
        }
        if let index = plan.regimenIndex(text.lowercased()) { return index }
        let hint = nearest(to: text, among: ids).map { " (did you mean \($0)?)" } ?? ""
        throw FieldError(
            field: "regimen", given: text + hint, allowed: "one of " + ids.joined(separator: ", "),
            code: "regimen.unknown")
    }

    public static func dose(_ text: String, of plan: TherapyProtocol) throws(FieldError) -> UInt8 {
        if let code = plan.code(text.lowercased()) { return code }
        let hint = nearest(to: text.lowercased(), among: plan.doseNames).map { " (did you mean \($0)?)" } ?? ""
        throw FieldError(
            field: "dose", given: text + hint, allowed: "one of " + plan.doseNames.joined(separator: ", "),
            code: "dose.unknown")
    }
}
