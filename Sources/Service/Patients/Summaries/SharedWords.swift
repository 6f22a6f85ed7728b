/// Words that many patients have in common (ids of therapies, regimens and doses), each kept once and known by its
/// number. There are as many as the content has; none is ever let go.
struct SharedWords: Sendable {
    private var words: [String] = [""]
    private var numbers: [String: UInt64] = ["": 0]

    mutating func number(of word: String) -> UInt64 {
        if let number = numbers[word] { return number }
        let number = UInt64(words.count)
        words.append(word)
        numbers[word] = number
        return number
    }

    /// The empty word for a number that was never given.
    func word(_ number: UInt64) -> String { number < UInt64(words.count) ? words[Int(number)] : "" }
}
