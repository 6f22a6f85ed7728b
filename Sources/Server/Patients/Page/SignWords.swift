import Clinical
import Course
import JSONText

/// Vital signs and neurologic examinations in words.
enum SignWords {
    static func vitals(_ fields: EntryFields, _ protocols: Protocols) -> [String] {
        let table = protocols.crs?.table
        return [
            temperature(fields), pressure(fields), fields.text("heartRate").map { "pulse \($0)" },
            fields.text("oxygenSaturation").map { "oxygen saturation \($0) %" }, oxygen(fields, table),
            yesNo(fields, "hypotension", yes: "hypotension", no: "no hypotension"), pressors(fields),
        ].compactMap { $0 }
    }

    /// Both scales, the entered one first.
    static func temperature(_ fields: EntryFields) -> String? {
        if let text = fields.text("temperatureC"), let value = ExactDecimal.parse(text, decimals: 2) {
            return BodyTemperature(hundredthsCelsius: value).description
        }
        guard let text = fields.text("temperatureF"), let value = ExactDecimal.parse(text, decimals: 2) else {
            return nil
        }
        return Self.temperature(BodyTemperature(hundredthsFahrenheit: value), fahrenheit: true)
    }

    static func temperature(_ value: BodyTemperature, fahrenheit: Bool) -> String {
        fahrenheit ? "\(value.fahrenheitText) °F (\(value.celsiusText) °C)" : value.description
    }

    private static func pressure(_ fields: EntryFields) -> String? {
        switch (fields.text("systolic"), fields.text("diastolic")) {
        case (let systolic?, let diastolic?): "\(systolic)/\(diastolic) mmHg"
        case (let systolic?, nil): "systolic \(systolic) mmHg"
        case (nil, let diastolic?): "diastolic \(diastolic) mmHg"
        case (nil, nil): nil
        }
    }

    private static func oxygen(_ fields: EntryFields, _ table: DecisionTable?) -> String? {
        guard let device = fields.text("oxygenDevice") else { return nil }
        if device == "none" { return "no oxygen" }
        var text = "oxygen by " + label(device, key: "oxygenDevice", table)
        if let flow = fields.text("oxygenFlowLPerMin") { text += " \(flow) L/min" }
        if let reason = fields.text("oxygenReason") { text += ", for \(label(reason, key: "oxygenReason", table))" }
        return text
    }

    private static func pressors(_ fields: EntryFields) -> String? {
        guard let list = fields.body["vasopressors"]?.array else { return nil }
        let names = list.map { EntryFields.spaced($0.string ?? $0["name"]?.string ?? $0.text) }
        return names.isEmpty ? "no vasopressor" : "vasopressors: " + Wording.all(names)
    }

    static func neuro(_ fields: EntryFields, _ protocols: Protocols) -> [String] {
        let table = protocols.icans?.table
        return [
            score(fields, protocols), named(fields, "arousal", "awakening", table),
            named(fields, "seizure", "seizure", table),
            named(fields, "edema", "edema on imaging", table),
            yesNo(fields, "deepFocalWeakness", yes: "deep focal weakness", no: "no deep focal weakness"),
            yesNo(fields, "globalAphasia", yes: "global aphasia", no: "no global aphasia"),
            yesNo(fields, "pressureSigns", yes: "signs of raised pressure", no: "no signs of raised pressure"),
        ].compactMap { $0 }
    }

    /// `ICE 6 of 10`, and by item where it was taken by item.
    private static func score(_ fields: EntryFields, _ protocols: Protocols) -> String? {
        let total = fields.body["ice"].flatMap { $0.isNull ? nil : $0 }
        let items = fields.body["iceItems"].flatMap { $0.isNull ? nil : $0 }
        guard total != nil || items != nil else { return nil }
        guard let score = protocols.icans?.toxicity.scores.first,
            let points = try? score.points(total: total, items: items),
            points != TableInput.unknown
        else { return total?.numberText.map { "ICE \($0)" } ?? "ICE not complete" }
        let parts = (items?.members ?? []).compactMap { member in
            member.value.numberText.map { "\(EntryFields.spaced(member.key)) \($0)" }
        }
        return "ICE \(points) of \(score.maximum)" + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))")
    }

    private static func named(_ fields: EntryFields, _ key: String, _ name: String, _ table: DecisionTable?) -> String?
    {
        fields.text(key).map { "\(name): \(label($0, key: key, table))" }
    }

    /// What the grading table calls a word on a screen.
    private static func label(_ word: String, key: String, _ table: DecisionTable?) -> String {
        guard let input = table?.inputs.first(where: { $0.key == key }), case .category(let words) = input.domain,
            let index = words.firstIndex(of: word), input.labels.indices.contains(index)
        else { return EntryFields.spaced(word) }
        return input.labels[index]
    }

    private static func yesNo(_ fields: EntryFields, _ key: String, yes: String, no: String) -> String? {
        fields.yes(key).map { $0 ? yes : no }
    }
}
