/// Typed inputs, rows with conditions, one outcome a row: the one form in which rules are kept.
///
/// A table that reached this type has been proven at load: every combination of inputs is answered by
/// at least one row, by exactly one where the hit policy is `unique`, and every row can be reached.
public struct DecisionTable: Sendable {
    /// What happens when several rows fit.
    public enum HitPolicy: String, Sendable, CaseIterable {
        /// Exactly one row fits; proven at load.
        case unique
        /// Rows stand in order, the one that takes precedence first; the first that fits answers.
        case worst
    }

    /// What a table is used for; each kind allows its own outcome fields.
    public enum Kind: String, Sendable, CaseIterable {
        case restart, grade, modification, triage
        /// One item of a score: each row gives points.
        case points
        /// A score's total read as a category.
        case category
    }

    public struct Row: Sendable {
        public let id: String
        /// Alternatives; each holds when all its conditions hold. An empty alternative always holds.
        public let when: [[Condition]]
        public let outcome: Outcome
        public let citation: Citation
    }

    /// One input restricted to some of its values.
    public struct Condition: Sendable, Equatable {
        /// Index into ``DecisionTable/inputs``.
        public let input: Int
        /// Allowed values as closed ranges, ascending and apart.
        public let ranges: [ClosedRange<Int>]

        public func allows(_ value: Int) -> Bool { ranges.contains { $0.contains(value) } }
    }

    /// Answers that cannot all be true, or that somebody should look at again; shown, never acted upon.
    public struct Contradiction: Sendable {
        public let id: String
        public let when: [[Condition]]
        public let text: String
        public let citation: Citation
    }

    public let id: String
    public let title: String
    public let kind: Kind
    public let hit: HitPolicy
    public let inputs: [TableInput]
    public let rows: [Row]
    /// Set when only an older revision of this section is on file.
    public let outdated: Statement?
    /// Name of the published scale, for grading tables.
    public let scale: String?
    /// Where the table came from, for error messages.
    public let file: String
    public let contradictions: [Contradiction]
    let compiled: CompiledTable

    init(
        id: String, title: String, kind: Kind, hit: HitPolicy, inputs: [TableInput], rows: [Row],
        outdated: Statement?, scale: String?, file: String, contradictions: [Contradiction] = []
    ) {
        self.id = id
        self.title = title
        self.kind = kind
        self.hit = hit
        self.inputs = inputs
        self.rows = rows
        self.outdated = outdated
        self.scale = scale
        self.file = file
        self.contradictions = contradictions
        compiled = CompiledTable(inputs: inputs, rows: rows)
    }

    /// Index of the row that answers when every input is known; the hot path, which allocates nothing.
    ///
    /// - Parameter values: One value for each input, in the order of ``inputs``, inside its domain.
    /// - Returns: `nil` only when a value is outside its input's domain or unknown.
    @inline(__always)
    public func row(for values: Span<Int>) -> Int? { compiled.row(for: values) }

    /// Contradictions that certainly hold for these values; unknown values contradict nothing.
    public func contradictions(in values: [Int]) -> [Contradiction] {
        contradictions.filter { contradiction in
            contradiction.when.contains { alternative in
                alternative.allSatisfy {
                    values[$0.input] != TableInput.unknown && $0.allows(values[$0.input])
                }
            }
        }
    }

    public func input(named name: String) -> Int? { inputs.firstIndex { $0.name == name } }
}
