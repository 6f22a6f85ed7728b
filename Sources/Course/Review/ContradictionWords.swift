import Clinical

extension DoseReview {
    /// Whether the dose is on record or only entered so far; the sentences say `was given` or `would be given`.
    public enum Tense: Sendable {
        case recorded, entered

        fileprivate var was: String { self == .recorded ? "was" : "would be" }
    }

    /// What the sentence of a contradiction is filled with, in the words of the regimen in force at that dose.
    public func values(
        of contradiction: Contradiction, in state: CourseState, tense: Tense
    ) -> [(String, String)] {
        guard state.doses.indices.contains(contradiction.dose) else { return [] }
        let dose = state.doses[contradiction.dose]
        let regimen = Int(dose.regimen)
        let doses = plan.regimens.indices.contains(regimen) ? plan.regimens[regimen].regimen.doses : []
        let expected = contradiction.expected.flatMap { doses.indices.contains($0) ? doses[$0].name : nil }
        return [
            ("dose", Self.capitalized(title(dose.code))), ("was", tense.was),
            ("days", contradiction.days.map(String.init) ?? ""),
            ("expected", expected.map { TherapyProtocol.title($0) } ?? "another dose"),
            ("earliest", contradiction.earliest.map(String.init) ?? "not on file"),
            ("previous", contradiction.dose > 0 ? title(state.doses[contradiction.dose - 1].code) : "the start"),
            ("maximum", String(weightMaximumAgeDays)),
        ]
    }

    private func title(_ code: UInt8) -> String {
        plan.doseNames.indices.contains(Int(code)) ? TherapyProtocol.title(plan.doseNames[Int(code)]) : "dose"
    }

    private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
