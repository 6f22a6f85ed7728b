import Clinical

/// Reads numbers that people type, exactly, with one clear line for each way to get them wrong.
enum NumberReader {
    /// A whole number within `range`; `nil` when nothing was typed or the field was marked.
    static func whole(_ name: String, in form: inout FormState, range: ClosedRange<Int>, unit: String) -> Int? {
        decimal(name, in: &form, decimals: 0, range: range, unit: unit)
    }

    /// A plain decimal number in units of 10⁻ᵈ within `range`.
    static func decimal(
        _ name: String, in form: inout FormState, decimals: Int, range: ClosedRange<Int>, unit: String
    ) -> Int? {
        guard let text = form.given(name) else { return nil }
        let short = text.count > 40 ? text.prefix(40) + "…" : text[...]
        guard text.count <= 20, let value = ExactDecimal.read(text, decimals: decimals),
            decimals > 0 || Int(text) != nil
        else {
            let comma = text.contains(",") ? " Write the decimal with a point." : ""
            let kind = decimals > 0 ? "a plain number, for example 71.4" : "a whole number"
            form.fail(name, "Given \(short). Expected \(kind).\(comma)")
            return nil
        }
        guard value.isWithin(range) else {
            let from = ExactDecimal.format(range.lowerBound, decimals: decimals)
            let to = ExactDecimal.format(range.upperBound, decimals: decimals)
            form.fail(name, "Given \(short). Expected \(from) to \(to) \(unit).")
            return nil
        }
        return value.value
    }

    /// A body weight within the content's bounds.
    static func weight(_ name: String, in form: inout FormState, limits: Limits) -> BodyWeight? {
        let range = limits.weight.lowerBound.grams...limits.weight.upperBound.grams
        return decimal(name, in: &form, decimals: 3, range: range, unit: "kg").map { BodyWeight(grams: $0) }
    }

    /// A calendar day that exists, as `YYYY-MM-DD`.
    static func day(_ name: String, in form: inout FormState) -> Day? {
        guard let text = form.given(name) else { return nil }
        guard let day = Day(text) else {
            form.fail(name, "Given \(text.prefix(40)). Expected a day that exists, for example 2026-11-22.")
            return nil
        }
        return day
    }
}
