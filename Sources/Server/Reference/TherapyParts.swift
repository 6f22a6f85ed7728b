import Clinical
import Course
import Mustache

/// One vial strength.
struct PresentationView: MustacheParent, Sendable {
    let presentation: Presentation

    func child(named name: String) -> Any? {
        switch name {
        case "vial": "\(presentation.content) in \(presentation.volume)"
        case "concentration": presentation.concentration.description
        case "usedFor": Wording.all(presentation.usedFor.map { TherapyProtocol.title($0) })
        case "most": presentation.maximumPerInjection?.description ?? "not on file"
        case "source": SourceTag(presentation.citation, anchored: true)
        default: nil
        }
    }
}

/// Drugs before a dose.
struct PremedicationView: MustacheParent, Sendable {
    let premedication: Premedication
    let therapy: Therapy

    private struct DrugView: MustacheParent {
        let drug: Premedication.Drug

        func child(named name: String) -> Any? {
            switch name {
            case "drugLine": drug.line
            case "role": drug.role
            case "amountMissing": drug.amount == nil
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "before": "Before " + Wording.all(premedication.doses.map { TherapyProtocol.title($0) }) + regimens
        case "hours": hours
        case "drugs": premedication.drugs.map { DrugView(drug: $0) }
        case "source": SourceTag(premedication.citation, anchored: true)
        default: nil
        }
    }

    /// All of it in one line.
    var line: String {
        let drugs = premedication.drugs.map { "\($0.line) (\($0.role))" }
        return "Before \(Wording.all(premedication.doses.map { TherapyProtocol.title($0) }))\(regimens): "
            + Wording.all(drugs) + ". " + hours + (hours.hasSuffix(".") ? "" : ".")
    }

    private var regimens: String {
        guard !premedication.regimens.isEmpty, premedication.regimens.count < therapy.regimens.count else { return "" }
        let names = premedication.regimens.map { id in therapy.regimen(id)?.name ?? id }
        return " (\(Wording.all(names)))"
    }

    private var hours: String {
        guard let hours = premedication.hoursBefore else { return "How long before is not on file." }
        if hours.lowerBound == hours.upperBound { return "\(hours.lowerBound) h before the dose" }
        if hours.lowerBound == 0 { return "Up to \(hours.upperBound) h before the dose" }
        return "\(hours.lowerBound) to \(hours.upperBound) h before the dose"
    }
}

/// Where the patient stays after a dose.
struct ObservationView: MustacheParent, Sendable {
    let observation: Observation
    let therapy: Therapy

    func child(named name: String) -> Any? {
        switch name {
        case "after": "After " + Wording.all(observation.doses.map { TherapyProtocol.title($0) }) + regimens
        case "stay": Wording.capitalized(observation.short)
        case "text": observation.text
        case "byChoice": observation.option != nil
        case "answers": observation.answersUntilSigned(in: therapy)
        case "source": SourceTag(observation.citation, anchored: true)
        default: nil
        }
    }

    /// All of it in one line.
    var line: String {
        "After \(Wording.all(observation.doses.map { TherapyProtocol.title($0) }))\(regimens): \(observation.short). "
            + observation.text
    }

    private var regimens: String {
        guard !observation.regimens.isEmpty, observation.regimens.count < therapy.regimens.count else { return "" }
        return " (\(Wording.all(observation.regimens.map { therapy.regimen($0)?.name ?? $0 })))"
    }
}
