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
    let series: [Series]
    /// Key of the last day that has come, for tables that count days.
    public static let throughKey = "throughDay"

    public init(table: DecisionTable, scores: [Score], ignored: Set<String> = [], series: [Series] = []) {
        self.table = table
        self.scores = scores
        self.ignored = ignored
        self.series = series
    }

    /// - Parameters:
    ///   - choices: What the site has signed, by choice id.
    ///   - untilSigned: Choices whose declared fallback answers where the site has signed nothing.
    /// - Returns: One value for each input, ``TableInput/unknown`` where nobody said.
    public func read(
        _ json: JSON, choices: [String: String] = [:], untilSigned: [Choice] = []
    ) throws(FieldError) -> [Int] {
        try findings(json, choices: choices, untilSigned: untilSigned).values
    }

    /// As ``read(_:choices:untilSigned:)``, with what is known of counts over days that were not all measured.
    public func findings(
        _ json: JSON, choices: [String: String] = [:], untilSigned: [Choice] = []
    ) throws(FieldError) -> Findings {
        guard let members = json.members else {
            throw FieldError(field: "input", given: json.kindName, allowed: "an object", code: "field.kind")
        }
        try refuseUnknownKeys(members)
        var readings: [SeriesReading] = []
        for part in series { if let reading = try reading(of: part, in: json) { readings.append(reading) } }
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
            case .series, .below, .ratio: values.append(TableInput.unknown)
            }
        }
        return table.deriving(values, from: readings)
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
                if !input.units.isEmpty {
                    keys += input.units.map(\.key)
                } else {
                    keys += isTemperature(input) ? [key + "C", key + "F"] : [key]
                }
            case .count(let key, _), .anyOf(let key, _): if !keys.contains(key) { keys.append(key) }
            case .score(let id):
                if let score = scores.first(where: { $0.id == id }) { keys += [score.key, score.itemsKey] }
            case .series(let measure):
                if !keys.contains(measure.series) { keys.append(measure.series) }
                if !keys.contains(Self.throughKey) { keys.append(Self.throughKey) }
            case .choice, .below, .ratio: break
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

    func find(_ key: String, in json: JSON) -> JSON? {
        var current: JSON? = json
        for part in key.split(separator: ".") { current = current?[String(part)] }
        return current?.isNull == true ? nil : current
    }

    // MARK: Values

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
