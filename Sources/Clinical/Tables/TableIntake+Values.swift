import JSONText

/// Numbers, words and temperatures as the values of a table's inputs.
extension TableIntake {
    func isTemperature(_ input: TableInput) -> Bool {
        if case .number(_, _, _, .celsius) = input.domain { true } else { false }
    }

    func value(of input: TableInput, key: String, in json: JSON) throws(FieldError) -> Int {
        if isTemperature(input) { return try temperature(of: input, key: key, in: json) }
        if !input.units.isEmpty { return try measured(input, in: json) }
        guard let given = find(key, in: json) else { return TableInput.unknown }
        switch input.domain {
        case .category(["no", "yes"]):
            if let value = given.bool { return value ? 1 : 0 }
            if given.string == "yes" { return 1 }
            if given.string == "no" { return 0 }
            if given.string == "unknown" { return TableInput.unknown }
            throw FieldError(field: key, given: given.text, allowed: "true, false or null", code: "field.kind")
        case .category(let words):
            let word = given.string?.replacing("_", with: "-")
            if let word, input.unknownWords.contains(word) { return TableInput.unknown }
            if let word, let index = words.firstIndex(of: word) { return index }
            let hint = word.flatMap { nearest(to: $0, among: words) }.map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: key, given: given.text + hint,
                allowed: "one of " + (words + input.unknownWords).joined(separator: ", "), code: "field.word")
        case .number(_, _, let decimals, _):
            return try inRange(
                try number(given, field: key, decimals: decimals), input: input, field: key, given: given)
        }
    }

    private func number(_ given: JSON, field: String, decimals: Int) throws(FieldError) -> ExactDecimal.Reading {
        guard let text = given.numberText, let value = ExactDecimal.read(text, decimals: decimals),
            decimals > 0 || Int(text) != nil
        else {
            throw FieldError(
                field: field, given: given.text, allowed: decimals > 0 ? "a plain number" : "a whole number",
                code: "field.number")
        }
        return value
    }

    private func inRange(
        _ reading: ExactDecimal.Reading, input: TableInput, field: String, given: JSON
    ) throws(FieldError) -> Int {
        guard case .number(let lower, let upper, let decimals, let unit) = input.domain else { return reading.value }
        guard reading.isWithin(lower...upper) else {
            let from = ExactDecimal.plain(lower, decimals: decimals)
            let to = ExactDecimal.plain(upper, decimals: decimals)
            throw FieldError(
                field: field, given: given.text, allowed: "\(from) to \(unit.describe(to))", code: "field.out-of-range")
        }
        return reading.value
    }

    /// Degrees Celsius or Fahrenheit; both are accepted where they agree.
    private func temperature(of input: TableInput, key: String, in json: JSON) throws(FieldError) -> Int {
        let celsius = try find(key + "C", in: json).map { given throws(FieldError) in
            try degrees(given, input: input, key: key, fahrenheit: false)
        }
        let fahrenheit = try find(key + "F", in: json).map { given throws(FieldError) in
            try degrees(given, input: input, key: key, fahrenheit: true)
        }
        guard let celsius, let fahrenheit else { return celsius ?? fahrenheit ?? TableInput.unknown }
        // Thermometers show one decimal: a tenth of a degree Fahrenheit either way is the same reading.
        guard abs(celsius - fahrenheit) <= 10 else {
            throw FieldError(
                field: key + "C", given: "\(BodyTemperature(hundredthsCelsius: celsius).celsiusText) °C",
                allowed:
                    "the same as \(key)F, which is \(BodyTemperature(hundredthsCelsius: fahrenheit).celsiusText) °C; "
                    + "which of the two was read?", code: "field.contradiction")
        }
        return max(celsius, fahrenheit)
    }

    private func degrees(
        _ given: JSON, input: TableInput, key: String, fahrenheit: Bool
    ) throws(FieldError) -> Int {
        let field = key + (fahrenheit ? "F" : "C")
        let reading = try number(given, field: field, decimals: 2)
        guard case .number(let lower, let upper, _, _) = input.domain else { return TableInput.unknown }
        let celsius = lower...upper
        let other =
            BodyTemperature(hundredthsCelsius: lower)
            .hundredthsFahrenheit...BodyTemperature(hundredthsCelsius: upper)
            .hundredthsFahrenheit
        guard reading.isWithin(fahrenheit ? other : celsius) else {
            let range = fahrenheit ? other : celsius
            let from = ExactDecimal.plain(range.lowerBound, decimals: 2)
            let to = ExactDecimal.plain(range.upperBound, decimals: 2)
            var allowed = "\(from) to \(to) " + (fahrenheit ? "°F" : "°C")
            if reading.isWithin(fahrenheit ? celsius : other) {
                let meant = fahrenheit ? "°C (\(key)C)" : "°F (\(key)F)"
                allowed += "; was \(given.text) meant in \(meant)?"
            } else if !fahrenheit {
                allowed += "; a reading in °F goes under \(key)F"
            }
            throw FieldError(field: field, given: given.text, allowed: allowed, code: "field.out-of-range")
        }
        return fahrenheit ? BodyTemperature(hundredthsFahrenheit: reading.value).hundredthsCelsius : reading.value
    }
}
