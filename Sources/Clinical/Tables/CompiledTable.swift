/// A decision table flattened for speed: for each input a cell per value, for each cell a bit mask of rows.
///
/// Every alternative of every row is one bit, in row order. Answering is one array read and one AND per
/// input; the lowest bit left is the row that takes precedence. Nothing is allocated.
struct CompiledTable: Sendable {
    /// Bits in one mask, hence the most alternatives a table may have over all its rows.
    static let capacity = 64

    struct Column: Sendable {
        let lower: Int
        let count: Int
        /// First entry of this column in `cellOfValue`.
        let valueOffset: Int
        /// First mask of this column in `masks`.
        let maskOffset: Int
        let cellCount: Int

        /// Steps above `lower`; `nil` outside the domain. One unsigned comparison, which no value can overflow.
        @inline(__always)
        func offset(of value: Int) -> Int? {
            let steps = UInt(bitPattern: value &- lower)
            return steps < UInt(bitPattern: count) ? Int(bitPattern: steps) : nil
        }
    }

    let columns: [Column]
    /// For each value of each input, which cell it lies in. Values in one cell are alike to every row.
    private let cellOfValue: [UInt8]
    private let masks: [UInt64]
    /// Row of each bit.
    let rowOfBit: [UInt8]
    /// All bits in use.
    let full: UInt64
    /// Per input, the bits of alternatives that do not look at it.
    let indifferent: [UInt64]
    /// Per input, the closed value ranges of each cell, first cell first.
    let cells: [[[ClosedRange<Int>]]]

    /// - Precondition: at most ``capacity`` alternatives and 255 distinct cells an input (the loader checks).
    init(inputs: [TableInput], rows: [DecisionTable.Row]) {
        var alternatives: [[DecisionTable.Condition]] = []
        var rowOfBit: [UInt8] = []
        for (index, row) in rows.enumerated() {
            for alternative in row.when {
                alternatives.append(alternative)
                rowOfBit.append(UInt8(truncatingIfNeeded: index))
            }
        }
        self.rowOfBit = rowOfBit
        full = alternatives.count >= 64 ? .max : (1 << UInt64(alternatives.count)) - 1

        var columns: [Column] = []
        var cellOfValue: [UInt8] = []
        var masks: [UInt64] = []
        var indifferent: [UInt64] = []
        var cells: [[[ClosedRange<Int>]]] = []
        for (index, input) in inputs.enumerated() {
            let column = Self.cells(of: input.domain, index: index, alternatives: alternatives)
            columns.append(
                Column(
                    lower: input.domain.lower, count: input.domain.count,
                    valueOffset: cellOfValue.count, maskOffset: masks.count, cellCount: column.count))
            var ofValue = [UInt8](repeating: 0, count: input.domain.count)
            for (cell, part) in column.enumerated() {
                masks.append(part.mask)
                for range in part.ranges {
                    for value in range { ofValue[value - input.domain.lower] = UInt8(truncatingIfNeeded: cell) }
                }
            }
            cellOfValue += ofValue
            cells.append(column.map(\.ranges))
            var loose: UInt64 = 0
            for (bit, alternative) in alternatives.enumerated()
            where !alternative.contains(where: { $0.input == index }) {
                loose |= 1 << UInt64(bit)
            }
            indifferent.append(loose)
        }
        self.columns = columns
        self.cellOfValue = cellOfValue
        self.masks = masks
        self.indifferent = indifferent
        self.cells = cells
    }

    /// The values of one input split where any row's condition changes; values that all rows treat alike
    /// share a cell even when they do not touch.
    private static func cells(
        of domain: TableInput.Domain, index: Int, alternatives: [[DecisionTable.Condition]]
    ) -> [(mask: UInt64, ranges: [ClosedRange<Int>])] {
        let lower = domain.lower
        let upper = lower + domain.count - 1
        var cuts: Set<Int> = [lower]
        for alternative in alternatives {
            for condition in alternative where condition.input == index {
                for range in condition.ranges {
                    cuts.insert(range.lowerBound)
                    if range.upperBound < upper { cuts.insert(range.upperBound + 1) }
                }
            }
        }
        let starts = cuts.sorted()
        var cells: [(mask: UInt64, ranges: [ClosedRange<Int>])] = []
        for (position, start) in starts.enumerated() {
            let end = position + 1 < starts.count ? starts[position + 1] - 1 : upper
            var mask: UInt64 = 0
            for (bit, alternative) in alternatives.enumerated() {
                let fits = alternative.allSatisfy { $0.input != index || $0.allows(start) }
                if fits { mask |= 1 << UInt64(bit) }
            }
            if let same = cells.firstIndex(where: { $0.mask == mask }) {
                if let last = cells[same].ranges.last, last.upperBound + 1 == start {
                    cells[same].ranges[cells[same].ranges.count - 1] = last.lowerBound...end
                } else {
                    cells[same].ranges.append(start...end)
                }
            } else {
                cells.append((mask, [start...end]))
            }
        }
        return cells
    }

    /// The mask of rows that accept this value of this input; every row for an unknown one.
    func mask(input: Int, value: Int) -> UInt64 {
        guard let cell = cell(input: input, value: value) else { return full }
        return masks[columns[input].maskOffset + cell]
    }

    func mask(input: Int, cell: Int) -> UInt64 { masks[columns[input].maskOffset + cell] }

    func cell(input: Int, value: Int) -> Int? {
        let column = columns[input]
        guard let offset = column.offset(of: value) else { return nil }
        return Int(cellOfValue[column.valueOffset + offset])
    }

    @inline(__always)
    func row(for values: Span<Int>) -> Int? {
        var alive = full
        for index in 0..<columns.count {
            let column = columns[index]
            guard let offset = column.offset(of: values[index]) else { return nil }
            alive &= masks[column.maskOffset + Int(cellOfValue[column.valueOffset + offset])]
        }
        return alive == 0 ? nil : Int(rowOfBit[alive.trailingZeroBitCount])
    }
}
