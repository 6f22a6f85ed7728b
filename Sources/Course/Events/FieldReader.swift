import Clinical
import JSONText

/// Reads the fields of one event strictly: unknown fields, wrong kinds and values out of bounds are errors.
struct FieldReader {
    let body: JSON
    let limits: Limits
    /// Few enough that a list is faster than a set.
    private var used: [String] = []

    init(_ body: JSON, limits: Limits) {
        self.body = body
        self.limits = limits
        used.reserveCapacity(16)
    }

    mutating func value(_ key: String) -> JSON? {
        used.append(key)
        let value = body[key]
        return value?.isNull == true ? nil : value
    }

    mutating func text(_ key: String, most: Int = 2000) throws(FieldError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else {
            throw FieldError(field: key, given: value.kindName, allowed: "text", code: "field.kind")
        }
        guard text.count <= most else {
            throw FieldError(
                field: key, given: "\(text.count) characters", allowed: "at most \(most)", code: "field.too-long")
        }
        let trimmed = text.trimmingSpaces()
        return trimmed.isEmpty ? nil : trimmed
    }

    mutating func requiredText(_ key: String) throws(FieldError) -> String {
        guard let text = try text(key) else {
            throw FieldError(field: key, given: "nothing", allowed: "a few words", code: "field.missing")
        }
        return text
    }

    mutating func yesNo(_ key: String) throws(FieldError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let bool = value.bool else {
            throw FieldError(field: key, given: value.text, allowed: "true, false or null", code: "field.kind")
        }
        return bool
    }

    mutating func whole(_ key: String, in range: ClosedRange<Int>, unit: String) throws(FieldError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw FieldError(
                field: key, given: value.text, allowed: "\(range.lowerBound) to \(range.upperBound) \(unit)",
                code: "field.out-of-range")
        }
        return number
    }

    mutating func scaled(_ key: String, decimals: Int) throws(FieldError) -> ExactDecimal.Reading? {
        guard let value = value(key) else { return nil }
        guard let text = value.numberText, let number = ExactDecimal.read(text, decimals: decimals) else {
            throw FieldError(field: key, given: value.text, allowed: "a plain number", code: "field.number")
        }
        return number
    }

    /// One of these words, as its index; `_` and `-` are the same.
    mutating func word(_ key: String, of words: [String]) throws(FieldError) -> Int? {
        guard let value = value(key) else { return nil }
        let word = value.string.map { $0.utf8.contains(UInt8(ascii: "_")) ? $0.replacing("_", with: "-") : $0 }
        if word == "unknown" { return nil }
        guard let word, let index = words.firstIndex(of: word) else {
            let hint = word.flatMap { nearest(to: $0, among: words) }.map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: key, given: value.text + hint, allowed: "one of " + words.joined(separator: ", "),
                code: "field.word")
        }
        return index
    }

    mutating func weight(_ key: String) throws(FieldError) -> BodyWeight {
        guard let grams = try scaled(key, decimals: 3) else {
            throw FieldError(field: key, given: "nothing", allowed: "a weight in kg", code: "field.missing")
        }
        guard grams.isWithin(limits.weight.lowerBound.grams...limits.weight.upperBound.grams) else {
            throw FieldError(
                field: key, given: (body[key]?.text ?? "") + " kg",
                allowed: "more than 0 and at most \(limits.weight.upperBound)", code: "field.out-of-range")
        }
        return BodyWeight(grams: grams.value)
    }

    /// Hundredths of a liter a minute.
    mutating func oxygenFlow(_ key: String) throws(FieldError) -> Int? {
        guard let flow = try scaled(key, decimals: 2) else { return nil }
        guard flow.isWithin(0...8000) else {
            throw FieldError(
                field: key, given: body[key]?.text ?? "", allowed: "0 to 80 L/min", code: "field.out-of-range")
        }
        return flow.value
    }

    mutating func temperature() throws(FieldError) -> (value: BodyTemperature, fahrenheit: Bool)? {
        let celsius = try scaled("temperatureC", decimals: 2)
        let fahrenheit = try scaled("temperatureF", decimals: 2)
        if let celsius, fahrenheit == nil {
            let range =
                limits.temperature.lowerBound.hundredthsCelsius...limits.temperature.upperBound.hundredthsCelsius
            guard celsius.isWithin(range) else { throw outOfRange("temperatureC", "°C", fahrenheit: false) }
            return (BodyTemperature(hundredthsCelsius: celsius.value), false)
        }
        guard let fahrenheit else { return nil }
        guard celsius == nil else {
            throw FieldError(
                field: "temperatureC", given: "both units", allowed: "temperatureC or temperatureF", code: "field.twice"
            )
        }
        let range =
            limits.temperature.lowerBound.hundredthsFahrenheit...limits.temperature.upperBound.hundredthsFahrenheit
        guard fahrenheit.isWithin(range) else { throw outOfRange("temperatureF", "°F", fahrenheit: true) }
        return (BodyTemperature(hundredthsFahrenheit: fahrenheit.value), true)
    }

    private func outOfRange(_ key: String, _ unit: String, fahrenheit: Bool) -> FieldError {
        let low = limits.temperature.lowerBound
        let high = limits.temperature.upperBound
        let allowed =
            fahrenheit
            ? "\(low.fahrenheitText) to \(high.fahrenheitText) °F" : "\(low.celsiusText) to \(high.celsiusText) °C"
        return FieldError(
            field: key, given: (body[key]?.text ?? "") + " " + unit, allowed: allowed, code: "field.out-of-range")
    }

    func finish() throws(FieldError) {
        for member in body.members ?? [] where !used.contains(member.key) {
            let hint = nearest(to: member.key, among: used).map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: member.key, given: "an unknown field\(hint)",
                allowed: "one of " + used.sorted().joined(separator: ", "), code: "field.unknown")
        }
    }
}

extension String {
    /// Without spaces and line ends at both ends.
    func trimmingSpaces() -> String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
