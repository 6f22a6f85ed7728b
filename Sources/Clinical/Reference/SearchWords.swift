/// How text becomes words to search for. Kept so simple that a small script in a browser can do the same.
struct SearchWords: Sendable {
    /// Phrases of several words or other spellings, longest first, each with the one word that stands for its group.
    private let phrases: [(words: [String], group: String)]
    /// Numbers of the phrases that begin with a word.
    private let byFirst: [String: [Int]]
    private let ignored: Set<String>

    init(_ names: SearchNames) {
        ignored = Set(names.ignored.flatMap { Self.split($0) })
        var phrases: [(words: [String], group: String)] = []
        for group in names.synonyms {
            guard let key = group.first.map({ Self.split($0).joined(separator: "-") }) else { continue }
            for member in group { phrases.append((Self.split(member), "=" + key)) }
        }
        let sorted = phrases.filter { !$0.words.isEmpty }.sorted { $0.words.count > $1.words.count }
        var byFirst: [String: [Int]] = [:]
        for (index, phrase) in sorted.enumerated() { byFirst[phrase.words[0], default: []].append(index) }
        self.phrases = sorted
        self.byFirst = byFirst
    }

    /// Every single word of the synonyms.
    var known: Set<String> { Set(phrases.flatMap(\.words)) }

    /// Lower case, split at everything that is no letter or digit; a point between digits stays; a final s goes.
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        let bytes = Array(text.lowercased().utf8)
        for (index, byte) in bytes.enumerated() {
            let isDigit = (0x30...0x39).contains(byte)
            if isDigit || (0x61...0x7A).contains(byte) || byte >= 0x80 {
                word.append(byte)
            } else if byte == 0x2E, let last = word.last, (0x30...0x39).contains(last), index + 1 < bytes.count,
                (0x30...0x39).contains(bytes[index + 1])
            {
                word.append(byte)
            } else if !word.isEmpty {
                words.append(stem(word))
                word = []
            }
        }
        if !word.isEmpty { words.append(stem(word)) }
        return words
    }

    private static func stem(_ word: [UInt8]) -> String {
        let s = UInt8(ascii: "s")
        let isPlural = word.count >= 4 && word.last == s && word[word.count - 2] != s
        return String(decoding: isPlural ? word.dropLast() : word[...], as: UTF8.self)
    }

    /// Words of a page, with the word of each synonym group that stands in it added.
    func ofPage(_ text: String) -> [String] {
        let words = Self.split(text)
        return words + groups(in: words).map(\.group)
    }

    /// Words of a question: what stands in a synonym group is replaced by the group's word, what says nothing is left out.
    func ofQuery(_ text: String) -> [String] { ofQuery(Self.split(text)) }

    func ofQuery(_ words: [String]) -> [String] {
        var result: [String] = []
        var index = 0
        let found = groups(in: words)
        while index < words.count {
            if let match = found.first(where: { $0.start == index }) {
                result.append(match.group)
                index += match.count
            } else {
                if !ignored.contains(words[index]) { result.append(words[index]) }
                index += 1
            }
        }
        return result.isEmpty ? words : result
    }

    /// The longest phrase at each place, left to right.
    private func groups(in words: [String]) -> [(start: Int, count: Int, group: String)] {
        var found: [(start: Int, count: Int, group: String)] = []
        var index = 0
        while index < words.count {
            let rest = words[index...]
            if let phrase = byFirst[words[index]]?.first(where: { rest.starts(with: phrases[$0].words) }) {
                found.append((index, phrases[phrase].words.count, phrases[phrase].group))
                index += phrases[phrase].words.count
            } else {
                index += 1
            }
        }
        return found
    }
}
