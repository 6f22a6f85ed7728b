/// How sure a statement is, by where it was read. Shown wherever the statement is shown.
///
/// Ordered from best to weakest; `unverified` is what was only remembered or proposed.
public enum Verification: String, Sendable, CaseIterable, Comparable {
    /// Read in the label's own table or text, or in a reproduction of it.
    case label
    /// The maker's own page.
    case maker
    /// A consensus paper or a guideline.
    case guideline
    /// A trial or a cohort.
    case published
    /// News, an aggregator, or a label known only second-hand.
    case secondary
    /// Not read in any document. A site must confirm it before use.
    case unverified

    private var order: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

    /// `a < b` when `a` is better supported than `b`.
    public static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    /// The weaker of two levels: a conclusion is never surer than what it rests on.
    public static func weaker(_ left: Self, _ right: Self) -> Self { max(left, right) }
}
