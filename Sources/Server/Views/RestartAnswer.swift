import Clinical
import Course
import Mustache

/// What the restart table says about a delay, in words; the same on calculators and patient pages.
struct RestartAnswer: MustacheParent, Sendable {
    /// The shape of the answer, for its frame.
    enum Tone: String, Sendable {
        case go, wait, stop, open
    }

    let headline: String
    let tone: Tone
    let say: String
    let facts: [DefinitionRow]
    let warnings: [AlertView]
    let source: SourceTag
    let rowID: String

    /// - Parameter days: Whole days since the last dose, to say them in the warnings.
    init(_ table: DecisionTable, row index: Int, therapy: Therapy, library: ContentLibrary, days: Int) {
        let row = table.rows[index]
        let outcome = row.outcome
        headline = Self.headline(outcome)
        tone = Self.tone(outcome)
        say = outcome.say ?? ""
        facts = Self.facts(outcome, therapy: therapy, citation: row.citation)
        var warnings = outcome.flags.map { AlertView(.amber, $0, source: row.citation) }
        if outcome.reviewBenefitRisk {
            let phrase = library.phrase(.reviewBenefitRisk)
            let text = phrase.filled([("days", ExactDecimal.format(days, decimals: 0))])
            warnings.append(
                AlertView(AlertView.Level(phrase.level), text, why: row.citation.note, source: row.citation))
        }
        if let outdated = table.outdated {
            warnings.append(AlertView(.amber, outdated.text, source: outdated.citation))
        }
        self.warnings = warnings
        source = SourceTag(row.citation)
        rowID = row.id
    }

    /// The action as a command: `Repeat step-up dose 2`.
    static func headline(_ outcome: Outcome) -> String {
        let dose = outcome.dose.map { TherapyProtocol.title($0) } ?? "the dose"
        if outcome.open != nil { return "Not on file" }
        return switch outcome.action {
        case "too-early": "Too early. Wait"
        case "give-next": "Give \(dose)"
        case "continue": "Continue: \(dose)"
        case "repeat": "Repeat \(dose)"
        case "restart": "Restart at \(dose)"
        case "discontinue": "Stop for good"
        default: outcome.say ?? "Not on file"
        }
    }

    static func tone(_ outcome: Outcome) -> Tone {
        if outcome.open != nil { return .open }
        return switch outcome.action {
        case "give-next", "continue": .go
        case "too-early", "repeat", "restart": .wait
        case "discontinue": .stop
        default: .open
        }
    }

    private static func facts(_ outcome: Outcome, therapy: Therapy, citation: Citation) -> [DefinitionRow] {
        if let id = outcome.open {
            let open = therapy.openStatement(id)
            var rows = [DefinitionRow(missing: "Answer", look: open?.where_)]
            if let open { rows.append(DefinitionRow("What is missing", open.what)) }
            return rows
        }
        guard outcome.action != "too-early", outcome.action != "discontinue" else { return [] }
        var rows: [DefinitionRow] = []
        switch outcome.premedicate {
        case true?: rows.append(DefinitionRow("Premedicate", "Yes", source: citation))
        case false?: rows.append(DefinitionRow("Premedicate", "No", source: citation))
        case nil: rows.append(DefinitionRow(missing: "Premedicate", look: nil))
        }
        if let observation = outcome.observation {
            rows.append(DefinitionRow("Observe", observation, source: citation))
        }
        if let follow = outcome.followedBy {
            let condition = follow.condition.map { " when \($0)" } ?? ""
            rows.append(
                DefinitionRow(
                    "Then", "\(Wording.dose(follow.dose)) after \(Wording.count(follow.afterDays, "day"))\(condition)",
                    source: citation))
        }
        return rows
    }

    func child(named name: String) -> Any? {
        switch name {
        case "headline": headline
        case "toneClass": "answer answer-" + tone.rawValue
        case "isOpen": tone == .open
        case "isStop": tone == .stop
        case "answerSay": say
        case "facts": facts
        case "warnings": warnings
        case "source": source
        case "rowId": rowID
        default: nil
        }
    }
}
