import Clinical
import Course
import JSONText
import Service

/// Vital signs. Every question may stay empty; empty is not known, never normal.
struct VitalsForm: PlainRecordForm {
    let scene: RecordScene
    let type = EventType.vitals
    let heading = "What do the vital signs show?"
    let verb = "Record vital signs"
    let whenLabel = "When were they taken?"

    func prepare(_ form: inout FormState) {
        RecordTime(scene).prepare(&form)
        form.setDefault("temperatureUnit", "C")
    }

    func read(_ form: inout FormState) -> RecordBody {
        var body = RecordBody()
        let unit = form.answer("temperatureUnit") == "F" ? "temperatureF" : "temperatureC"
        body.number("temperature", &form, as: unit, example: "38.6")
        for (name, example) in [
            ("systolic", "118"), ("diastolic", "72"), ("heartRate", "88"), ("oxygenSaturation", "96"),
        ] {
            body.number(name, &form, example: example)
        }
        body.yesNo("hypotension", &form)
        body.text("oxygenDevice", form)
        body.number("oxygenFlowLPerMin", &form, example: "2")
        body.text("oxygenReason", form)
        body.list("vasopressors", form)
        if body.members.isEmpty, !form.hasErrors { form.fail("temperature", "Write at least one sign.") }
        return body
    }

    func questions(_ form: FormState) -> [FormField] {
        let limits = scene.limits
        var temperature = form.number("temperature", label: "Temperature")
        let range = limits.temperature
        temperature.hint =
            "\(range.lowerBound.celsiusText) to \(range.upperBound.celsiusText) °C, or °F when °F is chosen"
        temperature.last = lastTemperature
        let state = scene.state
        func number(_ name: String, _ label: String, _ unit: String, last: Int16) -> FormField {
            var field = form.number(name, label: label, unit: unit, whole: true)
            if last != Vitals.missing, let at = state.vitalsAt {
                field.last = "Last: \(last) \(unit), \(scene.ago(at))"
            }
            return field
        }
        let yesNo = [("yes", "yes"), ("no", "no"), ("unknown", "not known")]
        return [
            temperature,
            form.segmented("temperatureUnit", label: "The thermometer shows", [("C", "°C"), ("F", "°F")]),
            number("systolic", "Blood pressure, upper value", "mmHg", last: state.vitals.systolic),
            number("diastolic", "Blood pressure, lower value", "mmHg", last: state.vitals.diastolic),
            number("heartRate", "Heart rate", "beats/min", last: state.vitals.heartRate),
            number("oxygenSaturation", "Oxygen saturation", "%", last: state.vitals.saturation),
            form.segmented("hypotension", label: question("hypotension", else: "Is the blood pressure low?"), yesNo),
            form.segmented(
                "oxygenDevice", label: question("oxygen-device", else: "Oxygen device"), words("oxygen-device")),
            form.number("oxygenFlowLPerMin", label: "Oxygen flow", unit: "L/min"),
            form.segmented(
                "oxygenReason", label: question("oxygen-reason", else: "Why the oxygen?"), words("oxygen-reason")),
            form.text(
                "vasopressors", label: "Vasopressors needed",
                hint: "Names separated by commas. Write none when none is needed; leave empty when not known."),
        ]
    }

    private var lastTemperature: String? {
        let state = scene.state
        guard state.temperature != Vitals.missing, let at = state.temperatureAt else { return nil }
        return "Last: \(BodyTemperature(hundredthsCelsius: Int(state.temperature))), \(scene.momentAgo(at))"
    }

    private func question(_ name: String, else fallback: String) -> String {
        FindingWords.question(name, .crs, scene) ?? fallback
    }
    private func words(_ name: String) -> [(value: String, label: String)] { FindingWords.options(name, .crs, scene) }
}

/// Questions and words of a sign as its grading table has them.
enum FindingWords {
    static func input(_ name: String, _ scale: Grading.Scale, _ scene: RecordScene) -> TableInput? {
        scene.protocols.scale(scale)?.table.inputs.first { $0.name == name }
    }

    static func question(_ name: String, _ scale: Grading.Scale, _ scene: RecordScene) -> String? {
        input(name, scale, scene)?.question
    }

    static func options(_ name: String, _ scale: Grading.Scale, _ scene: RecordScene) -> [(
        value: String, label: String
    )] {
        guard let input = input(name, scale, scene), case .category(let words) = input.domain else { return [] }
        let known = words.enumerated().map { ($0.element, input.describe($0.offset)) }
        return known + input.unknownWords.filter { $0 != "unknown" }.map { ($0, $0.replacing("-", with: " ")) } + [
            ("", "not known")
        ]
    }
}
