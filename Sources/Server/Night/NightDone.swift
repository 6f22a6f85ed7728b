import Clinical
import Course
import JSONText
import Service

/// What pressing "Done" on a line records: that it was done and, where the line gives a medicine, the medicine, so that
/// the doses of the next hours are counted.
struct NightDone {
    let scene: RecordScene
    /// Whether the person may record a medicine; without it the line alone is kept.
    let mayGive: Bool

    /// - Parameter action: A step's id as the card has it: `crs-ID` or `icans-ID`, or a call's.
    func drafts(action: String, what: String, outcome: String, at: Instant) -> [Draft] {
        let what = String(what.prefix(500))
        let done = Draft(
            .actionTaken, at: at,
            ["action": .string(String(action.prefix(120))), "outcome": .string(outcome), "what": .string(what)])
        guard outcome == ActionOutcome.done.word, mayGive, let medicine = medicine(action) else { return [done] }
        let kind = MedicineKind(medicine.role)
        return [
            done,
            Draft(
                .medicineGiven, at: at,
                ["kind": .string(kind.word), "medicine": .string(medicine.id), "what": .string(what)]),
        ]
    }

    private func medicine(_ action: String) -> Medicine? {
        let library = scene.protocols.library
        for guide in library.management where action.hasPrefix(guide.id + "-") {
            let step = guide.steps.first { $0.id == String(action.dropFirst(guide.id.count + 1)) }
            if let id = step?.give?.medicine { return library.medicine(id) }
        }
        return nil
    }
}

extension MedicineKind {
    fileprivate init(_ role: Medicine.Role) {
        switch role {
        case .antipyretic: self = .antipyretic
        case .steroid: self = .steroid
        case .antiCytokine: self = .antiCytokine
        case .antiseizure, .fluid, .other: self = .other
        }
    }
}
