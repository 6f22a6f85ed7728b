/// The summaries of all patients, in little memory: rows in one array, found by id through an array of row numbers.
struct SummaryTable: Sendable {
    /// Rows of removed patients are `nil` until the table grows.
    private(set) var rows: [PackedSummary?] = []
    private(set) var words = SharedWords()
    /// How many patients there are.
    private(set) var count = 0
    /// Open addressing: the number of a row plus one, or 0. A power of two, at most half of it used.
    private var slots: [UInt32] = Array(repeating: 0, count: 16)

    subscript(id: String) -> PatientSummary? {
        get { row(of: id).flatMap { rows[$0] }?.summary(words: words) }
        set {
            let place = row(of: id)
            guard let newValue else {
                guard let place else { return }
                rows[place] = nil
                count -= 1
                return
            }
            let packed = PackedSummary(newValue, words: &words)
            if let place {
                rows[place] = packed
            } else {
                add(packed)
            }
        }
    }

    /// The version that is kept of a patient's summary.
    func version(of id: String) -> Int? { row(of: id).flatMap { rows[$0] }.map { Int($0.version) } }

    /// Every summary, in no order.
    var values: some Sequence<PatientSummary> {
        let words = words
        return rows.lazy.compactMap { $0?.summary(words: words) }
    }

    // MARK: Finding

    private func row(of id: String) -> Int? {
        var wanted = id
        var slot = first(wanted.withUTF8 { Self.hash(UnsafeRawBufferPointer($0)) })
        while slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            if let found = rows[row], found.idBytes.elementsEqual(id.utf8) { return row }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func first(_ hash: Int) -> Int { hash & (slots.count - 1) }

    private static func hash(_ id: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: id)
        return hasher.finalize()
    }

    // MARK: Growing

    private mutating func add(_ packed: PackedSummary) {
        if (rows.count + 1) * 2 > slots.count { rebuild() }
        rows.append(packed)
        count += 1
        enter(row: rows.count - 1, packed)
    }

    private mutating func enter(row: Int, _ packed: PackedSummary) {
        var slot = first(packed.idBytes.withUnsafeBytes { Self.hash($0) })
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(row + 1)
    }

    /// Leaves out removed rows and makes room for as many again.
    private mutating func rebuild() {
        rows.removeAll { $0 == nil }
        var size = 16
        while size < (rows.count + 1) * 4 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        for (row, packed) in rows.enumerated() {
            if let packed { enter(row: row, packed) }
        }
    }
}
