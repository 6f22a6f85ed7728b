/// Reads the questions of a decision table.
struct TableInputReader {
    let log: FaultLog
    /// Lists of day values that a question may count in.
    var series: [Series] = []

    func read(_ tree: Tree, table: String) -> TableInput? {
        guard var map = MapReader(tree, what: "a question of table \(table)", log: log) else { return nil }
        let name = map.text("input")
        let question = map.text("question")
        let labels = map.texts("labels")
        let unknownNote = map.optionalText("unknown-note")
        let unknownWords = map.texts("unknown-words")
        let fallback = map.optional("unknown-as")
        let domain = domain(&map)
        let origin = origin(&map, name: name ?? "")
        let units = units(map.list("units"))
        map.finish()
        guard let name, let question, let domain, let origin else { return nil }
        if !labels.isEmpty, labels.count != domain.count {
            log.add("labels", "\(name) has \(domain.count) values but \(labels.count) labels", at: map.place)
        }
        var whenUnknown: Int?
        if let fallback {
            whenUnknown = value(fallback, domain: domain, what: "\(name): unknown-as")
            if unknownNote == nil {
                log.add("missing-key", "\(name) has unknown-as but no unknown-note to say so", at: map.place)
            }
        }
        return TableInput(
            name: name, domain: domain, origin: origin, question: question, whenUnknown: whenUnknown,
            unknownNote: unknownNote, labels: labels, unknownWords: unknownWords, units: units)
    }

    /// `units: [ { key:, unit:, tenfold: } ]`; `tenfold` is the power of ten to the first unit, 0 when left out.
    func units(_ trees: [Tree]) -> [TableInput.UnitKey] {
        trees.compactMap { tree in
            guard var map = MapReader(tree, what: "a unit", log: log) else { return nil }
            let key = map.text("key")
            let unit = map.word("unit", NumberUnit.self)
            let tenfold = map.wholeNumber("tenfold") ?? 0
            map.finish()
            guard let key, let unit else { return nil }
            return TableInput.UnitKey(key: key, tenfold: tenfold, unit: unit)
        }
    }

    /// `yes-no: yes`, `one-of: […]`, `whole: days` with `range:`, or `number: degC` with `range:`.
    private func domain(_ map: inout MapReader) -> TableInput.Domain? {
        let forms = ["yes-no", "one-of", "whole", "number"].filter { map.has($0) }
        guard forms.count == 1 else {
            log.add("question", "\(map.what) needs exactly one of yes-no, one-of, whole, number", at: map.place)
            for form in forms { _ = map.optional(form) }
            _ = map.optional("range")
            return nil
        }
        switch forms[0] {
        case "yes-no":
            _ = map.yesNo("yes-no")
            return .category(["no", "yes"])
        case "one-of":
            let words = map.texts("one-of")
            if words.count < 2 || words.count > 60 || Set(words).count != words.count {
                log.add("question", "\(map.what): one-of needs 2 to 60 different words", at: map.place(of: "one-of"))
                return nil
            }
            return .category(words)
        case let form:
            let unit = map.word(form, NumberUnit.self)
            let range = map.required("range")
            guard let unit, let range else { return nil }
            let decimals = form == "whole" ? 0 : unit.decimals
            let reader = QuantityReader(log: log)
            guard
                let bounds = reader.range(
                    range, "\(map.what): range", unit: form == "whole" ? nil : unit.rawValue, decimals: decimals,
                    within: nil)
            else { return nil }
            guard bounds.count <= 1_000_000 else {
                log.add("range", "\(map.what): more than a million steps", at: range.place)
                return nil
            }
            return .number(
                lower: bounds.lowerBound, upper: bounds.upperBound, decimals: decimals, unit: unit)
        }
    }

    private func origin(_ map: inout MapReader, name: String) -> TableInput.Origin? {
        let forms = ["key", "count", "any", "score", "choice", "days", "below", "ratio"].filter { map.has($0) }
        guard forms.count <= 1 else {
            log.add("question", "\(map.what) takes its value from more than one place", at: map.place)
            for form in forms { _ = map.optional(form) }
            return nil
        }
        switch forms.first {
        case "key": return map.text("key").map { .key($0) }
        case "score": return map.text("score").map { .score($0) }
        case "choice": return map.text("choice").map { .choice($0) }
        case "count":
            guard let tree = map.required("count"), var part = MapReader(tree, what: "count", log: log) else {
                return nil
            }
            let of = part.text("of")
            let except = part.texts("except")
            part.finish()
            return of.map { .count(key: $0, except: except) }
        case "any":
            guard let tree = map.required("any"), var part = MapReader(tree, what: "any", log: log) else { return nil }
            let of = part.text("of")
            let items = part.texts("in")
            part.finish()
            return of.map { .anyOf(key: $0, items: items) }
        case "below":
            guard let part = map.required("below"), let pair = pair(part, "below", ["of", "limit"]) else { return nil }
            return .below(of: pair.0, limit: pair.1)
        case "ratio":
            guard let part = map.required("ratio"), let pair = pair(part, "ratio", ["of", "to"]) else { return nil }
            return .ratio(of: pair.0, to: pair.1)
        case "days": return map.required("days").flatMap { measure($0) }.map { .series($0) }
        default: return .key(name)
        }
    }

    private func pair(_ tree: Tree, _ what: String, _ keys: [String]) -> (String, String)? {
        guard var part = MapReader(tree, what: what, log: log) else { return nil }
        let first = part.text(keys[0])
        let second = part.text(keys[1])
        part.finish()
        guard let first, let second else { return nil }
        return (first, second)
    }

    /// `days: { of: anc, count: longest-run, low: ...500 per-uL, window: 0...30, bridge: 3 }`.
    private func measure(_ tree: Tree) -> SeriesMeasure? {
        guard var part = MapReader(tree, what: "days", log: log) else { return nil }
        let of = part.text("of")
        let count = part.word("count", SeriesMeasure.Count.self)
        let low = part.optional("low")
        let window = part.required("window")
        let bridge = part.wholeNumber("bridge") ?? 1
        part.finish()
        guard let of, let count, let window else { return nil }
        guard let found = series.first(where: { $0.key == of }) else {
            log.add(
                "unknown-series", "\(part.what) names the list \"\(of)\", which series: does not have", at: part.place)
            return nil
        }
        let quantities = QuantityReader(log: log)
        let days = quantities.range(window, "days: window", unit: nil, decimals: 0, within: found.days)
        let needsLow = count == .longestRun || count == .cumulative
        guard needsLow == (low != nil), bridge >= 1 else {
            log.add("days", "days: low belongs to longest-run and cumulative, bridge is 1 or more", at: part.place)
            return nil
        }
        let limit = low.flatMap {
            quantities.range(
                $0, "days: low", unit: found.decimals > 0 ? found.units.first?.unit.rawValue : nil,
                decimals: found.decimals, within: found.range)
        }
        guard let days, !needsLow || limit != nil else { return nil }
        return SeriesMeasure(series: of, count: count, low: limit?.upperBound, days: days, bridge: bridge)
    }

    /// One value written in content, as the table's step.
    func value(_ tree: Tree, domain: TableInput.Domain, what: String) -> Int? {
        ranges(tree, domain: domain, what: what)?.first?.lowerBound
    }

    /// The values a condition allows: a word, a list of words, a range or a list of ranges.
    func ranges(_ tree: Tree, domain: TableInput.Domain, what: String) -> [ClosedRange<Int>]? {
        let parts: [Tree]
        if case .list(let items) = tree.kind { parts = items } else { parts = [tree] }
        var ranges: [ClosedRange<Int>] = []
        for part in parts {
            switch domain {
            case .category(let words):
                guard let index = part.text.flatMap({ words.firstIndex(of: $0) }) else {
                    let hint = part.text.flatMap { nearest(to: $0, among: words) }.map { "; did you mean \($0)?" } ?? ""
                    log.add(
                        "unknown-word", "\(what) is \(part.kindName); expected \(words.joined(separator: ", "))\(hint)",
                        at: part.place)
                    return nil
                }
                ranges.append(index...index)
            case .number(let lower, let upper, let decimals, let unit):
                guard
                    let range = QuantityReader(log: log).range(
                        part, what, unit: decimals > 0 ? unit.rawValue : nil, decimals: decimals, within: lower...upper)
                else { return nil }
                ranges.append(range)
            }
        }
        return merged(ranges)
    }

    private func merged(_ ranges: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
        var result: [ClosedRange<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
