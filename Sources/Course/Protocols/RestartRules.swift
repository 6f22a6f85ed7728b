public import Clinical

/// The restart table of one therapy, asked by codes.
public struct RestartRules: Sendable {
    public let table: DecisionTable
    private let regimenInput: Int?
    private let lastInput: Int
    private let daysInput: Int
    /// Words of the last-dose question.
    private let lastWords: [String]
    private let regimenWords: [String]
    public let maximumDays: Int

    /// - Returns: `nil` for a table that lacks one of the questions asked here, or asks another one: its answer to a
    ///   question nobody asks would be a guess.
    init?(_ table: DecisionTable) {
        guard let last = table.input(named: "last"), let days = table.input(named: "days"),
            case .category(let words) = table.inputs[last].domain,
            case .number(_, let upper, _, _) = table.inputs[days].domain
        else { return nil }
        self.table = table
        lastInput = last
        daysInput = days
        lastWords = words
        maximumDays = upper
        regimenInput = table.input(named: "regimen")
        guard table.inputs.count == (regimenInput == nil ? 2 : 3) else { return nil }
        guard let regimenInput else {
            regimenWords = []
            return
        }
        guard case .category(let regimens) = table.inputs[regimenInput].domain else { return nil }
        regimenWords = regimens
    }

    /// The row for a last dose and whole days since it; more days than the table asks for count as its last day.
    ///
    /// - Returns: `nil` when the table does not ask about this dose or regimen, or days are negative.
    public func row(regimen: String, last: String, days: Int) -> Int? {
        guard let values = values(regimen: regimen, last: last, days: days) else { return nil }
        return table.row(for: values.span)
    }

    /// The inputs as the table wants them, to show the lit row with what it was found by.
    public func values(regimen: String, last: String, days: Int) -> [Int]? {
        guard days >= 0, let word = lastWords.firstIndex(of: last) else { return nil }
        var values = [Int](repeating: 0, count: table.inputs.count)
        values[lastInput] = word
        values[daysInput] = min(days, maximumDays)
        if let regimenInput {
            guard let position = regimenWords.firstIndex(of: regimen) else { return nil }
            values[regimenInput] = position
        }
        return values
    }

    /// Every first day on which the answer differs from the day before, day 0 included.
    func changes(regimen: String, last: String) -> [(day: Int, row: Int)] {
        var changes: [(day: Int, row: Int)] = []
        for day in 0...maximumDays {
            guard let row = row(regimen: regimen, last: last, days: day) else { continue }
            if changes.last?.row != row { changes.append((day, row)) }
        }
        return changes
    }
}
