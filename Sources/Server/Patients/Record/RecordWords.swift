import Clinical
import Course
import JSONText
import Service

/// An entry of the record in words.
struct RecordWords: Sendable {
    let scene: RecordScene

    init(_ scene: RecordScene) { self.scene = scene }

    private static let titles: [EventType: String] = [
        .registered: "Registered", .courseStarted: "Course started", .weighed: "Weight", .doseGiven: "Dose given",
        .premedicationGiven: "Premedication given", .medicineGiven: "Medicine given", .vitals: "Vital signs",
        .neuroExam: "Neurologic examination", .graded: "Grade", .held: "Dosing held", .resumed: "Dosing resumed",
        .infectionFound: "Infection found", .infectionResolved: "Infection resolved",
        .frequencyChanged: "Interval changed", .note: "Note", .corrected: "Correction",
    ]

    /// `Dose given: Step-up dose 2, 4.5 mg`
    func line(_ entry: RecordedEvent) -> String {
        let title = EventType(rawValue: entry.type).flatMap { Self.titles[$0] } ?? entry.type
        let details = (entry.body.members ?? []).compactMap { detail($0.key, $0.value) }
        return details.isEmpty ? title : "\(title): " + details.joined(separator: ", ")
    }

    private func detail(_ key: String, _ value: JSON) -> String? {
        if value.isNull { return nil }
        switch key {
        case "release", "synthetic", "oxygenReason": return nil
        case "dose": return value.string.map { Wording.dose($0) }
        case "therapy":
            return value.string.map { id in scene.protocols.therapy(id).map { Wording.name($0.therapy) } ?? id }
        case "temperatureC", "temperatureF": return temperature(key, value)
        case "hypotension": return value.bool.map { $0 ? "low blood pressure" : "blood pressure not low" }
        case "scale": return value.string?.uppercased()
        case "version": return "of entry \(value.text)"
        case "vasopressors":
            let list = value.array?.compactMap(\.string) ?? []
            return "vasopressors: " + (list.isEmpty ? "none" : list.joined(separator: ", "))
        case "iceItems":
            return "items: " + (value.members ?? []).map { "\($0.key) \($0.value.text)" }.joined(separator: ", ")
        default: break
        }
        if let (label, unit) = Self.measured[key] { return "\(label) \(plain(value))\(unit)" }
        if let label = Self.signs[key] { return "\(label): \(value.bool.map { $0 ? "yes" : "no" } ?? plain(value))" }
        return plain(value)
    }

    private static let measured: [String: (String, String)] = [
        "amountMg": ("", " mg"), "weightKg": ("", " kg"), "systolic": ("systolic", " mmHg"),
        "diastolic": ("diastolic", " mmHg"), "heartRate": ("heart rate", " beats/min"),
        "oxygenSaturation": ("oxygen saturation", " %"), "oxygenFlowLPerMin": ("oxygen flow", " L/min"),
        "grade": ("grade", ""), "ice": ("ICE score", ""), "lot": ("lot", ""), "born": ("born", ""),
    ]
    private static let signs = [
        "oxygenDevice": "oxygen device", "arousal": "arousal", "seizure": "seizure", "edema": "edema",
        "deepFocalWeakness": "deep focal weakness", "globalAphasia": "global aphasia",
        "pressureSigns": "signs of raised pressure", "override": "given against an alert because",
    ]

    private func plain(_ value: JSON) -> String { value.string ?? value.text }

    private func temperature(_ key: String, _ value: JSON) -> String? {
        guard let text = value.numberText, let hundredths = ExactDecimal.parse(text, decimals: 2) else { return plain(value) }
        if key == "temperatureC" { return BodyTemperature(hundredthsCelsius: hundredths).description }
        let reading = BodyTemperature(hundredthsFahrenheit: hundredths)
        return "\(reading.fahrenheitText) °F (\(reading.celsiusText) °C)"
    }
}
