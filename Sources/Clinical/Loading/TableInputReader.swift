/// Reads the questions of a decision table.
struct TableInputReader {
    let log: FaultLog

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
            unknownNote: unknownNote, labels: labels, unknownWords: unknownWords)
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
        let forms = ["key", "count", "any", "score", "choice"].filter { map.has($0) }
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
        default: return .key(name)
        }
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
