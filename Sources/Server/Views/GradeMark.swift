import Mustache

/// A grade as four squares, filled up to the grade, and its digit: never only a color.
struct GradeMark: MustacheParent, Sendable {
    /// 0 to 5; 5 is death and fills nothing more than 4.
    let grade: Int

    private struct Square: MustacheParent {
        let filled: Bool
        func child(named name: String) -> Any? { name == "filled" ? filled : nil }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "digit": String(grade)
        case "squares": (1...4).map { Square(filled: $0 <= grade) }
        default: nil
        }
    }
}
