public import Clinical

/// Finds therapies, regimens and doses by what a person wrote, and names the nearest one when there is none.
public enum TherapyNames {
    public static func therapy(_ text: String, in protocols: Protocols) throws(FieldError) -> TherapyProtocol {
        let wanted = text.lowercased()
        let found = protocols.protocols.first {
            $0.therapy.id == wanted || $0.therapy.names.brand.lowercased() == wanted
                || $0.therapy.names.generic.lowercased() == wanted
        }
        if let found { return found }
        let ids = protocols.protocols.map(\.therapy.id)
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
