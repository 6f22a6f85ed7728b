/// A part of a table's input space, named for people: one set of values for each input that matters.
public struct TableRegion: Sendable, Equatable, CustomStringConvertible {
    public let parts: [Part]

    public struct Part: Sendable, Equatable {
        public let input: String
        /// Values in the input's own steps, closed and ascending.
        public let ranges: [ClosedRange<Int>]
        public let text: String
    }

    public var description: String {
        parts.isEmpty ? "every input" : parts.map { "\($0.input): \($0.text)" }.joined(separator: ", ")
    }
}

/// What the proof of a table found wrong.
public enum TableDefect: Sendable, Equatable {
    case gap(TableRegion)
    case overlap(TableRegion, rows: [String])
    /// The row can never answer: other rows take everything it accepts.
    case unreachable(row: String)
}

/// Walks the whole input space of a table, cell by cell, and finds every combination with no row or too many.
///
/// Values that every row treats alike are one cell, so the walk visits the product of cells, not of values,
/// and stops early where the rows still alive no longer look at the inputs that are left.
struct TableProof {
    let table: DecisionTable
    private(set) var defects: [TableDefect] = []
    private var reached: UInt64 = 0
    private var chosen: [Int?]
    /// More than this many defects say the same thing again.
    private static let most = 20

    init(_ table: DecisionTable) {
        self.table = table
        chosen = Array(repeating: nil, count: table.inputs.count)
        walk(input: 0, alive: table.compiled.full)
        // A walk that broke off has not seen every row.
        guard defects.count < Self.most else { return }
        for row in table.rows.indices where !isReached(row) {
            defects.append(.unreachable(row: table.rows[row].id))
        }
    }

    private func isReached(_ row: Int) -> Bool {
        table.compiled.rowOfBit.indices.contains {
            Int(table.compiled.rowOfBit[$0]) == row && reached & (1 << UInt64($0)) != 0
        }
    }

    private mutating func walk(input: Int, alive: UInt64) {
        guard defects.count < Self.most else { return }
        if alive == 0 { return note(.gap(region())) }
        // Nothing alive looks at the rest: the answer is settled for all of it.
        let settled = (input..<table.inputs.count).allSatisfy { table.compiled.indifferent[$0] & alive == alive }
        if settled { return finish(alive) }
        for cell in table.compiled.cells[input].indices {
            chosen[input] = cell
            walk(input: input + 1, alive: alive & table.compiled.mask(input: input, cell: cell))
        }
        chosen[input] = nil
    }

    private mutating func finish(_ alive: UInt64) {
        let first = alive.trailingZeroBitCount
        reached |= 1 << UInt64(first)
        guard table.hit == .unique else { return }
        var rows: [Int] = []
        for bit in table.compiled.rowOfBit.indices where alive & (1 << UInt64(bit)) != 0 {
            reached |= 1 << UInt64(bit)
            let row = Int(table.compiled.rowOfBit[bit])
            if !rows.contains(row) { rows.append(row) }
        }
        if rows.count > 1 { note(.overlap(region(), rows: rows.map { table.rows[$0].id })) }
    }

    private mutating func note(_ defect: TableDefect) {
        if !defects.contains(defect) { defects.append(defect) }
    }

    private func region() -> TableRegion {
        var parts: [TableRegion.Part] = []
        for (input, cell) in chosen.enumerated() {
            guard let cell, table.compiled.cells[input].count > 1 else { continue }
            let ranges = table.compiled.cells[input][cell]
            let words = ranges.map { table.inputs[input].describe($0) }.joined(separator: " or ")
            parts.append(TableRegion.Part(input: table.inputs[input].name, ranges: ranges, text: words))
        }
        return TableRegion(parts: parts)
    }
}
