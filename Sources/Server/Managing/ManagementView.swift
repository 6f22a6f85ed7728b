import Clinical
import Course
import Mustache

/// An answer in the order it is read: what warns, what to do now, the drug, when to look again, then the rest.
struct ManagementView: MustacheParent, Sendable {
    let heading: String
    private let answer: ManagementAnswer
    private let reaction: String
    private let kicker: String
    private let zone: Zone

    init(_ answer: ManagementAnswer, protocols: Protocols, zone: Zone) {
        let name = protocols.library.toxicity(answer.toxicity)?.abbreviation ?? answer.toxicity
        self.answer = answer
        self.zone = zone
        reaction = name
        heading = "\(name) grade \(answer.worst)"
        kicker = protocols.library.therapy(answer.therapy).map { Wording.name($0) } ?? answer.therapy
    }

    private func group(_ title: String, _ section: ManagementStep.Section) -> ActionGroup {
        ActionGroup(title: title, actions: answer.actions(section).map { ActionView(action: $0) })
    }

    private var cautions: [AlertView] {
        answer.cautions.map { AlertView(AlertView.Level($0.level), $0.text, source: $0.citation) }
    }

    /// With several rows possible each says its own conditions; to list them once more would only blur them.
    private var drugLines: [DosingDecision.Line] {
        let rows = Set(answer.dosing.lines.compactMap(\.row))
        return answer.dosing.lines + (rows.count > 1 ? [] : answer.dosing.nextDose)
    }

    private var tallies: [String] {
        answer.tallies.filter { $0.total > 0 }.map { tally in
            let doses =
                "\(Wording.capitalized(tally.name)): \(tally.inLast24h) in the last 24 h, \(tally.total) in all."
            guard let last = tally.lastAt else { return doses }
            let (day, minute) = zone.local(last)
            let name = zone.change(at: last).name
            let time = "\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60) \(name)"
            return "\(doses) Last on \(day) at \(time)."
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "heading": heading
        case "reaction": reaction
        case "kicker": kicker
        case "grade": GradeMark(grade: answer.worst)
        case "cautions": cautions
        case "now": answer.actions(.now).map { ActionView(action: $0) }
        case "groups": [group("Work up", .workUp), group("Monitor", .monitor), group("Escalate", .escalate)]
        case "drugIs": Self.words(answer.dosing.decision)
        case "drugLines": drugLines.map { StatementView(text: $0.text, citation: $0.citation) }
        case "reassess": answer.reassess.map { StatementView(text: $0.text, citation: $0.citation) }
        case "tallies": tallies
        case "choices": answer.choices.map { ChoiceMadeView(choice: $0) }
        case "hasChoices": !answer.choices.isEmpty
        default: nil
        }
    }

    private static func words(_ decision: String?) -> String {
        switch decision {
        case "withhold": "Withhold the drug"
        case "discontinue": "Stop the drug for good"
        case "consider-discontinuation": "Consider stopping the drug for good"
        case "none": "No change of the drug"
        default: "The drug: not on file"
        }
    }
}

/// Actions under one heading.
struct ActionGroup: MustacheParent, Sendable {
    let title: String
    let actions: [ActionView]

    func child(named name: String) -> Any? {
        switch name {
        case "groupHeading": title
        case "actions": actions
        case "isEmpty": actions.isEmpty
        default: nil
        }
    }
}

/// One thing to do.
struct ActionView: MustacheParent, Sendable {
    let action: ManagementAction

    /// A word for what stands in the way of a dose.
    private var stop: String? {
        switch action.give?.permission {
        case .refused: "do not give"
        case .notBefore: "not yet"
        case .notOnFile: "not on file"
        default: nil
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "text": action.text
        case "condition": action.condition
        case "stop": stop
        case "infection": action.isInfectionLine
        case "unsigned": action.unsigned != nil
        case "limits": stop == nil ? action.give?.limits : nil
        case "source": SourceTag(action.citation)
        default: nil
        }
    }
}

/// Options side by side, with the one this site follows.
struct ChoiceMadeView: MustacheParent, Sendable {
    let choice: ChoiceMade

    private struct Option: MustacheParent, Sendable {
        let option: ChoiceMade.Option
        let tag: String?

        func child(named name: String) -> Any? {
            switch name {
            case "text": option.text
            case "tag": tag
            case "optionClass": tag == nil ? "option" : "option option-answers"
            case "source": SourceTag(option.citation)
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "question": choice.question
        case "state": choice.isSigned ? "signed" : "not signed"
        case "options":
            choice.options.map { option in
                let word = choice.isSigned ? "signed by this site" : "followed until the site has signed"
                return Option(option: option, tag: option.id == choice.chosen ? word : nil)
            }
        default: nil
        }
    }
}
