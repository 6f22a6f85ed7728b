import Clinical
import Course
import Mustache
import Service

/// A recording form with the patient it is for.
struct RecordPage: MustacheParent {
    let attempt: RecordAttempt
    let action: String
    /// The journal could not keep the entry.
    var failure: String?

    private var scene: RecordScene { attempt.scene }
    private var desk: any RecordForm { attempt.desk }

    /// Said first, because nothing was recorded.
    private var urgent: [AlertView] {
        var alerts: [AlertView] = []
        if let failure {
            alerts.append(AlertView(.red, "Not recorded. \(failure)", why: "What you typed is still here. Try again."))
        }
        if let line = attempt.form.errors[RecordRefusal.wholeForm] { alerts.append(AlertView(.amber, line)) }
        if attempt.isTwice {
            alerts.append(
                AlertView(
                    .ok, "This is on record already.",
                    why: "If you pressed twice you are done. Nothing was recorded a second time."))
        } else if !attempt.added.isEmpty {
            alerts.append(
                AlertView(
                    .amber, "The record changed while this form was open. Nothing of yours was recorded yet.",
                    why: "Read what was added, then send the form again if it is still right."))
        }
        return alerts
    }

    private var added: [DefinitionRow] {
        attempt.added.map { DefinitionRow("\(scene.momentAgo($0.at)), by \($0.author)", scene.words($0)) }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "patientName": scene.record.chart.patient.name
        case "patientAddress": scene.address
        case "who": WhoView(facts: scene.facts)
        case "heading": desk.heading
        case "verb": desk.verb
        case "action": action
        case "urgent": urgent
        case "isUrgent": !urgent.isEmpty
        case "added": attempt.added.isEmpty ? nil : WhoView(facts: added)
        case "notes": desk.notes()
        case "warnings": attempt.review.alerts
        case "dose": (desk as? DoseForm)?.answer()
        case "fields": attempt.fields
        case "hasPreview": desk.hasPreview
        case "blocked": desk.blocked.map { BlockView(block: $0) }
        case "isOpen": desk.blocked == nil
        default: nil
        }
    }
}

/// Rows for the definitions partial.
struct WhoView: MustacheParent, Sendable {
    let facts: [DefinitionRow]

    func child(named name: String) -> Any? { name == "facts" ? facts : nil }
}

private struct BlockView: MustacheParent {
    let block: RecordBlock

    func child(named name: String) -> Any? {
        switch name {
        case "line": block.line
        case "next": block.next
        case "address": block.address
        default: nil
        }
    }
}
