import Clinical
import Course
import JSONText
import Service

/// Puts the engine's refusals on the fields they belong to, in words of this place and its clock.
enum RecordRefusal {
    /// Lines that belong to no field stand at the top of the form.
    static let wholeForm = "form"

    static func mark(_ error: FieldError, _ form: inout FormState, scene: RecordScene) {
        let (field, line) = place(error, scene: scene)
        form.fail(field, line)
    }

    static func place(_ error: FieldError, scene: RecordScene) -> (field: String, line: String) {
        switch error.code {
        case "record.future":
            return ("time", "It is \(scene.moment(scene.now)) now: record only what has happened.")
        case "record.dose-before-registration":
            let since = scene.state.registeredAt.map { " on \(scene.moment($0))" } ?? ""
            return ("time", "The patient was registered\(since). Write a time after that.")
        case "record.before-birth":
            let born = scene.record.chart.patient.born.map { ", \($0)" } ?? ""
            return ("day", "This is before the date of birth\(born). Write the day it happened.")
        case "record.dose-twice":
            return (
                "time",
                "A dose is recorded at this minute already. If you pressed twice, it is there once: nothing is missing."
            )
        case "record.not-held": return (wholeForm, "Dosing is not on hold, so there is nothing to resume.")
        case "record.already-started":
            return (
                wholeForm, "A course was started already. One record holds one course: correct the first start instead."
            )
        case "event.not-started":
            return (wholeForm, "No course is started yet. Start the course, then record its doses.")
        case "record.cannot-correct":
            return (wholeForm, "A registration and a correction cannot be corrected. Write a note instead.")
        case "record.corrected-before":
            return (wholeForm, "This entry was corrected before. Correct the newer entry instead.")
        case "record.no-such-entry": return (wholeForm, "There is no such entry in this record.")
        default: break
        }
        if error.field == "at" { return ("time", FormState.words(error)) }
        if error.field == "type" || error.field == "version" { return (wholeForm, FormState.words(error)) }
        guard error.field == "temperatureC" || error.field == "temperatureF" else {
            return (error.field, FormState.words(error))
        }
        return ("temperature", FormState.words(error) + unitQuestion(error))
    }

    /// A number that only Fahrenheit can show: the unit is asked for, never guessed.
    private static func unitQuestion(_ error: FieldError) -> String {
        let number = error.given.prefix { $0 != " " }
        guard error.field == "temperatureC", let value = ExactDecimal.parse(number, decimals: 2),
            (9500...11_300).contains(value)
        else { return "" }
        return " Which unit does the thermometer show? If it is Fahrenheit, choose °F."
    }

    /// Without the field an error names, so that the next wrong field is found too; `nil` when it was not there.
    static func dropping(_ key: String, from body: JSON) -> JSON? {
        guard var members = body.members else { return nil }
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        guard let index = members.firstIndex(where: { $0.key == parts.first }) else { return nil }
        if parts.count == 2 {
            guard let inner = dropping(parts[1], from: members[index].value) else { return nil }
            members[index].value = inner
        } else {
            members.remove(at: index)
        }
        return .object(members)
    }
}
