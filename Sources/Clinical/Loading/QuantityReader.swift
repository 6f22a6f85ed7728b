/// Quantities as content writes them: number, one space, unit. A number without its unit is a fault.
struct QuantityReader {
    let log: FaultLog
    /// Beyond this many of its smallest unit a quantity is a typing error, and sums of it could overflow.
    private static let most = 1_000_000_000_000
    private static let mostDays = 100_000

    private func split(_ tree: Tree, _ what: String, units: [String]) -> (number: String, unit: String)? {
        guard let text = tree.text else {
            log.add("quantity", "\(what) must be a number with a unit, found \(tree.kindName)", at: tree.place)
            return nil
        }
        for unit in units where text.hasSuffix(" " + unit) {
            return (String(text.dropLast(unit.count + 1)), unit)
        }
        let known = units.joined(separator: " or ")
        log.add("missing-unit", "\(what) is \"\(text)\"; expected a number, a space and \(known)", at: tree.place)
        return nil
    }

    private func number(_ tree: Tree, _ what: String, unit: String, decimals: Int) -> Int? {
        guard let parts = split(tree, what, units: [unit]) else { return nil }
        guard let value = ExactDecimal.parse(parts.number, decimals: decimals),
            ExactDecimal.plain(value, decimals: decimals) == parts.number
        else {
            log.add(
                "quantity",
                "\(what) is \"\(tree.text ?? "")\"; expected a plain number with at most \(decimals) decimals",
                at: tree.place)
            return nil
        }
        guard value > 0 || (value == 0 && unit == "h"), value <= Self.most else {
            log.add("quantity", "\(what) is \"\(tree.text ?? "")\"; expected a number above zero", at: tree.place)
            return nil
        }
        return value
    }

    func doseRule(_ tree: Tree, _ what: String) -> DoseRule? {
        guard let parts = split(tree, what, units: ["mg/kg", "mg"]) else { return nil }
        if parts.unit == "mg/kg" {
            return number(tree, what, unit: "mg/kg", decimals: 3).map { .perKilogram(micrograms: $0) }
        }
        return number(tree, what, unit: "mg", decimals: 3).map { .flat(DoseAmount(micrograms: $0)) }
    }

    func amount(_ tree: Tree, _ what: String) -> DoseAmount? {
        number(tree, what, unit: "mg", decimals: 3).map { DoseAmount(micrograms: $0) }
    }

    func volume(_ tree: Tree, _ what: String) -> DoseVolume? {
        number(tree, what, unit: "mL", decimals: 2).map { DoseVolume(hundredths: $0) }
    }

    func concentration(_ tree: Tree, _ what: String) -> Concentration? {
        number(tree, what, unit: "mg/mL", decimals: 3).map { Concentration(microgramsPerMilliliter: $0) }
    }

    func weight(_ tree: Tree, _ what: String) -> BodyWeight? {
        number(tree, what, unit: "kg", decimals: 3).map { BodyWeight(grams: $0) }
    }

    func hours(_ tree: Tree, _ what: String) -> Int? { number(tree, what, unit: "h", decimals: 0) }

    func days(_ tree: Tree, _ what: String) -> Int? {
        guard let parts = split(tree, what, units: ["days", "day", "weeks"]) else { return nil }
        guard let value = Int(parts.number), (0...Self.mostDays).contains(value), String(value) == parts.number else {
            log.add("quantity", "\(what) is \"\(tree.text ?? "")\"; expected whole days", at: tree.place)
            return nil
        }
        return parts.unit == "weeks" ? value * 7 : value
    }

    /// `2...4 days`, `8...`, `...7`, `5`: closed at both ends. A missing end is the domain's own.
    func range(
        _ tree: Tree, _ what: String, unit: String?, decimals: Int, within domain: ClosedRange<Int>?
    ) -> ClosedRange<Int>? {
        guard var text = tree.text else {
            log.add("range", "\(what) must be a range such as 8...28, found \(tree.kindName)", at: tree.place)
            return nil
        }
        if let unit {
            guard text.hasSuffix(" " + unit) || text.hasSuffix("\(unit)...") else {
                log.add("missing-unit", "\(what) is \"\(text)\"; expected a range and the unit \(unit)", at: tree.place)
                return nil
            }
            text = text.replacing(" " + unit, with: "")
        }
        func value(_ part: Substring) -> Int? {
            guard let value = ExactDecimal.parse(part, decimals: decimals),
                ExactDecimal.plain(value, decimals: decimals) == part, value.magnitude <= Self.most
            else { return nil }
            return value
        }
        let bounds: (Int?, Int?)
        if let dots = text.range(of: "...") {
            let from = text[..<dots.lowerBound]
            let to = text[dots.upperBound...]
            bounds = (from.isEmpty ? domain?.lowerBound : value(from), to.isEmpty ? domain?.upperBound : value(to))
        } else {
            bounds = (value(text[...]), value(text[...]))
        }
        guard let lower = bounds.0, let upper = bounds.1 else {
            log.add("range", "\(what) is \"\(tree.text ?? "")\"; expected a range such as 8...28", at: tree.place)
            return nil
        }
        guard lower <= upper else {
            log.add("range", "\(what) is \"\(tree.text ?? "")\"; the first end is above the last", at: tree.place)
            return nil
        }
        if let domain, lower < domain.lowerBound || upper > domain.upperBound {
            let text = ExactDecimal.plain(domain.lowerBound, decimals: decimals)
            let end = ExactDecimal.plain(domain.upperBound, decimals: decimals)
            log.add("range", "\(what) is \"\(tree.text ?? "")\", outside \(text)...\(end)", at: tree.place)
            return nil
        }
        return lower...upper
    }
}

extension String {
    /// First place of `needle`, without Foundation.
    func range(of needle: String) -> Range<Index>? { self.ranges(of: needle).first }
}
