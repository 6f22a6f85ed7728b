public import JSONText

/// What is wrong with a value somebody gave: which field, what was given, what is allowed.
public struct FieldError: Error, Sendable, Equatable, CustomStringConvertible {
    public let field: String
    public let given: String
    public let allowed: String
    /// Stable, for example `field.out-of-range`.
    public let code: String

    public init(field: String, given: String, allowed: String, code: String) {
        self.field = field
        self.given = given
        self.allowed = allowed
        self.code = code
    }

    public var description: String { "\(field): given \(given), expected \(allowed)" }
}

/// Turns what a person or a record provides into the values of a table's inputs.
///
/// Missing and `null` are unknown, never normal. A key the table does not know is an error, so that a
/// misspelled finding cannot get lost.
public struct TableIntake: Sendable {
    let table: DecisionTable
    let scores: [Score]
    /// Keys that are accepted and not counted, for example tremor.
    let ignored: Set<String>

    public init(table: DecisionTable, scores: [Score], ignored: Set<String> = []) {
        self.table = table
        self.scores = scores
        self.ignored = ignored
    }

    /// - Parameters:
    ///   - choices: What the site has signed, by choice id.
    ///   - untilSigned: Choices whose declared fallback answers where the site has signed nothing.
    /// - Returns: One value for each input, ``TableInput/unknown`` where nobody said.
    public func read(
        _ json: JSON, choices: [String: String] = [:], untilSigned: [Choice] = []
    ) throws(FieldError) -> [Int] {
        guard let members = json.members else {
            throw FieldError(field: "input", given: json.kindName, allowed: "an object", code: "field.kind")
        }
        try refuseUnknownKeys(members)
        var values: [Int] = []
        for input in table.inputs {
            switch input.origin {
            case .key(let key): values.append(try value(of: input, key: key, in: json))
            case .score(let id): values.append(try points(id, in: json))
            case .choice(let id): values.append(chosen(id, input: input, choices, untilSigned))
            case .count(let key, let except):
                let items = try list(key, in: json)
                values.append(items.map { $0.filter { !except.contains($0) }.count } ?? TableInput.unknown)
            case .anyOf(let key, let wanted):
                let items = try list(key, in: json)
                values.append(items.map { $0.contains { wanted.contains($0) } ? 1 : 0 } ?? TableInput.unknown)
            }
        }
        return values
    }

    private func chosen(_ id: String, input: TableInput, _ choices: [String: String], _ known: [Choice]) -> Int {
        guard case .category(let words) = input.domain else { return TableInput.unknown }
        let option = choices[id] ?? known.first { $0.id == id }?.untilSigned
        return option.flatMap { words.firstIndex(of: $0) } ?? TableInput.unknown
    }

    // MARK: Keys

    /// Every key a person may use, nested ones with dots.
    public var keys: [String] {
        var keys: [String] = []
        for input in table.inputs {
            switch input.origin {
            case .key(let key):
                keys += isTemperature(input) ? [key + "C", key + "F"] : [key]
            case .count(let key, _), .anyOf(let key, _): if !keys.contains(key) { keys.append(key) }
            case .score(let id):
                if let score = scores.first(where: { $0.id == id }) { keys += [score.key, score.itemsKey] }
            case .choice: break
            }
        }
        return keys
    }

    private func refuseUnknownKeys(_ members: [JSON.Member]) throws(FieldError) {
        let known = keys
        for member in members where !ignored.contains(member.key) {
            if known.contains(member.key) { continue }
            let nested = known.filter { $0.hasPrefix(member.key + ".") }.map { $0.dropFirst(member.key.count + 1) }
            guard !nested.isEmpty else {
                let hint = nearest(to: member.key, among: known).map { " (did you mean \($0)?)" } ?? ""
                throw FieldError(
                    field: member.key, given: "an unknown key\(hint)",
                    allowed: "one of " + known.joined(separator: ", "), code: "field.unknown")
            }
            if member.value.isNull { continue }
            guard let inner = member.value.members else {
                throw FieldError(
                    field: member.key, given: member.value.kindName,
                    allowed: "an object with " + nested.joined(separator: ", "), code: "field.kind")
            }
            for part in inner where !nested.contains(part.key[...]) {
                throw FieldError(
                    field: "\(member.key).\(part.key)", given: "an unknown key",
                    allowed: "one of " + nested.joined(separator: ", "), code: "field.unknown")
            }
        }
    }

    private func find(_ key: String, in json: JSON) -> JSON? {
        var current: JSON? = json
        for part in key.split(separator: ".") { current = current?[String(part)] }
        return current?.isNull == true ? nil : current
    }

    // MARK: Values

    private func isTemperature(_ input: TableInput) -> Bool {
        if case .number(_, _, _, .celsius) = input.domain { true } else { false }
    }

    private func value(of input: TableInput, key: String, in json: JSON) throws(FieldError) -> Int {
        if isTemperature(input) { return try temperature(of: input, key: key, in: json) }
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

    private func temperature(of input: TableInput, key: String, in json: JSON) throws(FieldError) -> Int {
        let celsius = find(key + "C", in: json)
        let fahrenheit = find(key + "F", in: json)
        if let celsius, fahrenheit != nil {
            throw FieldError(
                field: key + "C", given: celsius.text, allowed: "either \(key)C or \(key)F, not both",
                code: "field.twice")
        }
        if let celsius {
            let value = try number(celsius, field: key + "C", decimals: 2)
            do {
                return try inRange(value, input: input, field: key + "C", given: celsius)
            } catch {
                throw FieldError(
                    field: error.field, given: error.given,
                    allowed: error.allowed + "; a reading in °F goes under \(key)F", code: error.code)
            }
        }
        guard let fahrenheit else { return TableInput.unknown }
        let value = try number(fahrenheit, field: key + "F", decimals: 2)
        guard case .number(let lower, let upper, _, _) = input.domain else { return TableInput.unknown }
        let range =
            BodyTemperature(hundredthsCelsius: lower)
            .hundredthsFahrenheit...BodyTemperature(hundredthsCelsius: upper)
            .hundredthsFahrenheit
        guard value.isWithin(range) else {
            let from = ExactDecimal.plain(range.lowerBound, decimals: 2)
            let to = ExactDecimal.plain(range.upperBound, decimals: 2)
            throw FieldError(
                field: key + "F", given: fahrenheit.text, allowed: "\(from) to \(to) °F", code: "field.out-of-range")
        }
        return BodyTemperature(hundredthsFahrenheit: value.value).hundredthsCelsius
    }

    private func list(_ key: String, in json: JSON) throws(FieldError) -> [String]? {
        guard let given = find(key, in: json) else { return nil }
        guard let items = given.array else {
            throw FieldError(field: key, given: given.text, allowed: "a list of words", code: "field.kind")
        }
        var words: [String] = []
        for item in items {
            guard let word = item.string, !word.isEmpty else {
                throw FieldError(field: key, given: item.text, allowed: "words", code: "field.kind")
            }
            let normal = word.lowercased().replacing("_", with: "-")
            if !words.contains(normal) { words.append(normal) }
        }
        return words
    }

    private func points(_ id: String, in json: JSON) throws(FieldError) -> Int {
        guard let score = scores.first(where: { $0.id == id }) else { return TableInput.unknown }
        return try score.points(total: find(score.key, in: json), items: find(score.itemsKey, in: json))
    }
}

extension Score {
    /// The points of an examination from its total or its items.
    ///
    /// - Returns: ``TableInput/unknown`` when nothing was given or an item was not tested: a missing item is never
    ///   zero points.
    public func points(total: JSON?, items: JSON?) throws(FieldError) -> Int {
        let summed = try items.map { items throws(FieldError) in try sum(items) }
        guard let total else {
            guard let summed, summed.count == 1 else { return TableInput.unknown }
            return summed.lowerBound
        }
        guard let value = total.int, (0...maximum).contains(value) else {
            throw FieldError(
                field: key, given: total.text, allowed: "0 to \(maximum) points", code: "field.out-of-range")
        }
        if let summed, !summed.contains(value) {
            let sum = summed.count == 1 ? "\(summed.lowerBound)" : "\(summed.lowerBound) to \(summed.upperBound)"
            throw FieldError(
                field: key, given: total.text, allowed: "\(sum), the sum of \(itemsKey)", code: "field.contradiction")
        }
        return value
    }

    /// What the items can add up to: one number when all were tested, a range while some were not.
    private func sum(_ given: JSON) throws(FieldError) -> ClosedRange<Int> {
        guard let members = given.members else {
            throw FieldError(field: itemsKey, given: given.kindName, allowed: "an object", code: "field.kind")
        }
        for member in members where !items.contains(where: { $0.key == member.key }) {
            throw FieldError(
                field: "\(itemsKey).\(member.key)", given: "an unknown key",
                allowed: "one of " + items.map(\.key).joined(separator: ", "), code: "field.unknown")
        }
        var total = 0
        var notTested = 0
        for item in items {
            guard let value = given[item.key], !value.isNull else {
                notTested += item.points
                continue
            }
            let points = value.bool.map { $0 ? item.points : 0 } ?? value.int
            guard let points, (0...item.points).contains(points) else {
                throw FieldError(
                    field: "\(itemsKey).\(item.key)", given: value.text, allowed: "0 to \(item.points) points",
                    code: "field.out-of-range")
            }
            total += points
        }
        return total...(total + notTested)
    }
}
