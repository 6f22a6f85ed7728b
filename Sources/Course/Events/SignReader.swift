import Clinical
import JSONText

/// Vital signs and neurologic examinations: fields that the grading tables define.
extension ChartDecoder {
    func vitals(_ fields: inout FieldReader) throws(FieldError) -> Vitals {
        let limits = protocols.library.limits
        var vitals = Vitals()
        if let temperature = try fields.temperature() {
            vitals.temperature = Int16(clamping: temperature.value.hundredthsCelsius)
            vitals.enteredFahrenheit = temperature.fahrenheit
        }
        func short(_ value: Int?) -> Int16 { value.map { Int16(clamping: $0) } ?? Vitals.missing }
        vitals.systolic = short(try fields.whole("systolic", in: limits.systolic, unit: "mmHg"))
        vitals.diastolic = short(try fields.whole("diastolic", in: limits.diastolic, unit: "mmHg"))
        vitals.heartRate = short(try fields.whole("heartRate", in: limits.heartRate, unit: "beats a minute"))
        vitals.saturation = short(try fields.whole("oxygenSaturation", in: limits.oxygenSaturation, unit: "%"))
        vitals.oxygenDevice = short(try fields.word("oxygenDevice", of: words("oxygen-device", .crs)))
        vitals.oxygenReason = short(try fields.word("oxygenReason", of: words("oxygen-reason", .crs)))
        vitals.oxygenFlow = short(try fields.oxygenFlow("oxygenFlowLPerMin"))
        vitals.hypotension = Known(try fields.yesNo("hypotension"))
        try readPressors(&fields, into: &vitals)
        return vitals
    }

    /// The list of vasopressors counted as the grading table counts them.
    private func readPressors(_ fields: inout FieldReader, into vitals: inout Vitals) throws(FieldError) {
        guard let given = fields.value("vasopressors"), let scale = protocols.crs else { return }
        let values: [Int]
        do {
            values = try scale.toxicity.intake.read(.object([JSON.Member("vasopressors", given)]))
        } catch {
            throw error
        }
        if let position = scale.index["pressors"] { vitals.pressors = Int16(clamping: values[position]) }
        if let position = GradingScale.exceptedPressor(scale.table) {
            vitals.vasopressin = Known(values[position] == 1)
        }
    }

    func neuro(_ fields: inout FieldReader) throws(FieldError) -> Neuro {
        var exam = Neuro()
        let total = fields.value("ice")
        let items = fields.value("iceItems")
        if let score = protocols.icans?.toxicity.scores.first {
            let points = try score.points(total: total, items: items)
            if points != TableInput.unknown { exam.ice = Int16(clamping: points) }
        }
        func short(_ value: Int?) -> Int16 { value.map { Int16(clamping: $0) } ?? Vitals.missing }
        let sedated = ["confounded-by-sedation", "confounded_by_sedation"].contains(
            fields.body["arousal"]?.string ?? "")
        if sedated {
            _ = fields.value("arousal")
        } else {
            exam.arousal = short(try fields.word("arousal", of: words("arousal", .icans)))
        }
        exam.seizure = short(try fields.word("seizure", of: words("seizure", .icans)))
        exam.edema = short(try fields.word("edema", of: words("edema", .icans)))
        exam.weakness = Known(try fields.yesNo("deepFocalWeakness"))
        exam.aphasia = Known(try fields.yesNo("globalAphasia"))
        exam.pressureSigns = Known(try fields.yesNo("pressureSigns"))
        return exam
    }

    private func words(_ input: String, _ scale: Grading.Scale) -> [String] {
        protocols.scale(scale)?.words(input) ?? []
    }
}
