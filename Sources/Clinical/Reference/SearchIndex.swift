import Synchronization

/// One page found, best first.
public struct SearchHit: Sendable {
    public let document: ReferenceDocument
    public let score: Int
    /// Lines of the page that hold all words of the question, best first; at most three.
    public let lines: [ReferenceDocument.Line]
}

/// Finds pages by their names and lines: abbreviations, brand names, beginnings of words and typing errors.
///
/// Built once for a release. All numbers are whole, so that another program with the same rules ranks the same.
public struct SearchIndex: Sendable {
    /// Where a word stands on a page.
    struct Place: Sendable {
        let document: Int
        /// `nil` for a name of the page.
        let line: Int?
    }

    let documents: [ReferenceDocument]
    let words: SearchWords
    /// All words, sorted, each with the places it stands at.
    let vocabulary: [String]
    let places: [[Place]]
    /// The words of each name of each document.
    let names: [[[String]]]

    public init(_ documents: [ReferenceDocument], names searchNames: SearchNames) {
        self.documents = documents
        let words = SearchWords(searchNames)
        self.words = words
        // Words of synonyms are known words, wherever they stand: they are not taken for typing errors.
        var found: [String: [Place]] = Dictionary(uniqueKeysWithValues: words.known.map { ($0, []) })
        for (number, document) in documents.enumerated() {
            for word in Set(([document.title] + document.aliases).flatMap { words.ofPage($0) }) {
                found[word, default: []].append(Place(document: number, line: nil))
            }
            for (line, text) in document.lines.enumerated() {
                for word in Set(words.ofPage(text.text)) {
                    found[word, default: []].append(Place(document: number, line: line))
                }
            }
        }
        vocabulary = found.keys.sorted()
        places = vocabulary.map { found[$0] ?? [] }
        names = documents.map { document in ([document.title] + document.aliases).map { words.ofQuery($0) } }
    }

    /// Pages for a question, best first; nothing for an empty one.
    ///
    /// - Parameter limit: At most so many pages.
    public func search(_ question: String, limit: Int = 20) -> [SearchHit] {
        let spelled = SearchWords.split(String(question.prefix(200))).prefix(12).map { corrected($0) }
        let asked = Array(words.ofQuery(spelled).prefix(8))
        guard !asked.isEmpty else { return [] }
        var tallies = [Tally](repeating: Tally(words: asked.count), count: documents.count)
        for (position, word) in asked.enumerated() {
            for match in matches(word, isLast: position == asked.count - 1) {
                for place in places[match.word] { tallies[place.document].count(match.quality, position, place.line) }
            }
        }
        let full = tallies.contains { $0.hasAll }
        var hits: [(score: Int, document: Int)] = []
        for (number, tally) in tallies.enumerated() where full ? tally.hasAll : tally.hasAny {
            hits.append((tally.score + bonus(asked, document: number), number))
        }
        hits.sort { $0.score != $1.score ? $0.score > $1.score : $0.document < $1.document }
        return hits.prefix(limit).map { hit in
            let document = documents[hit.document]
            return SearchHit(
                document: document, score: hit.score,
                lines: tallies[hit.document].bestLines.map { document.lines[$0] })
        }
    }

    /// A name that is the question, or begins with it, is what was meant; reactions come before drugs, drugs before topics.
    private func bonus(_ asked: [String], document: Int) -> Int {
        var best = 0
        for (position, name) in names[document].enumerated() {
            if name == asked {
                best = max(best, position == 0 ? 420 : 400)
            } else if name.count >= asked.count, zip(name, asked).dropLast().allSatisfy({ $0 == $1 }),
                let last = asked.last, name[asked.count - 1].hasPrefix(last)
            {
                best = max(best, position == 0 ? 130 : 110)
            }
        }
        return best + documents[document].kind.weight
    }

    /// The word itself where some word begins so; else the nearest word of the vocabulary within the typing errors
    /// allowed, the first of equals; else the word itself.
    private func corrected(_ word: String) -> String {
        let found = matches(word, isLast: false)
        guard let best = found.max(by: { $0.quality < $1.quality }), best.quality < 7 else { return word }
        return found.first { $0.quality == best.quality }.map { vocabulary[$0.word] } ?? word
    }

    // MARK: Words that fit

    struct Match {
        let word: Int
        /// 10 the same word, 7 it begins so, 5 to 2 a typing error.
        let quality: Int
    }

    /// Typing errors are looked for only where no word is the same or begins so.
    func matches(_ asked: String, isLast: Bool) -> [Match] {
        var found: [Match] = []
        var index = lowerBound(asked)
        let length = asked.utf8.count
        while index < vocabulary.count, vocabulary[index].hasPrefix(asked) {
            let isSame = vocabulary[index].utf8.count == length
            if isSame || length >= 2 { found.append(Match(word: index, quality: isSame ? 10 : 7)) }
            index += 1
        }
        guard found.isEmpty, length >= 4 else { return found }
        let most = length >= 8 ? 2 : 1
        let bytes = Array(asked.utf8)
        for (index, word) in vocabulary.enumerated() where word.utf8.count + most >= length {
            let distance = TypingDistance.between(bytes, Array(word.utf8), atMost: most)
            if let whole = distance.whole {
                found.append(Match(word: index, quality: 6 - whole))
            } else if isLast, length >= 5, let beginning = distance.beginning {
                found.append(Match(word: index, quality: 4 - beginning))
            }
        }
        return found
    }

    private func lowerBound(_ word: String) -> Int {
        var low = 0
        var high = vocabulary.count
        while low < high {
            let middle = (low + high) / 2
            if vocabulary[middle] < word { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension ReferenceDocument.Kind {
    /// What a nurse means first when all else is equal.
    var weight: Int {
        switch self {
        case .reaction: 8
        case .management: 6
        case .therapy: 5
        case .topic: 7
        }
    }
}

/// What was found on one page.
struct Tally {
    private var name: [Int]
    private var text: [Int]
    /// Best quality of each asked word, by line.
    private var lines: [Int: [Int]] = [:]

    init(words: Int) {
        name = Array(repeating: 0, count: words)
        text = name
    }

    mutating func count(_ quality: Int, _ position: Int, _ line: Int?) {
        guard let line else {
            name[position] = max(name[position], quality)
            return
        }
        text[position] = max(text[position], quality)
        var found = lines[line] ?? Array(repeating: 0, count: text.count)
        found[position] = max(found[position], quality)
        lines[line] = found
    }

    var hasAll: Bool { name.indices.allSatisfy { name[$0] > 0 || text[$0] > 0 } }
    var hasAny: Bool { name.contains { $0 > 0 } || text.contains { $0 > 0 } }

    /// A word in a name counts twelve times its quality, in a line three times; up to five whole lines add to it.
    var score: Int {
        let words = name.indices.reduce(0) {
            $0 + max(name[$1] * 12, text[$1] * 3) + (name[$1] > 0 || text[$1] > 0 ? 200 : 0)
        }
        return words + min(5, wholeLines.count) * 4
    }

    private var wholeLines: [(line: Int, sum: Int)] {
        lines.compactMap { line, found in
            // Words of the page's name need not stand in the line again.
            let isWhole = found.indices.allSatisfy { found[$0] > 0 || name[$0] > 0 } && found.contains { $0 > 0 }
            return isWhole ? (line, found.reduce(0, +)) : nil
        }
    }

    var bestLines: [Int] {
        wholeLines.sorted { $0.sum != $1.sum ? $0.sum > $1.sum : $0.line < $1.line }.prefix(3).map(\.line)
    }
}

/// Letters missing, added, wrong or swapped between two words.
enum TypingDistance {
    /// - Returns: The number of errors to the whole word and to a beginning of it, each `nil` when above `atMost`.
    static func between(_ asked: [UInt8], _ word: [UInt8], atMost most: Int) -> (whole: Int?, beginning: Int?) {
        let width = word.count
        var before: [Int] = []
        var previous = Array(0...width)
        for row in asked.indices {
            var current = [row + 1]
            current.reserveCapacity(width + 1)
            var least = row + 1
            for column in 0..<width {
                var value = previous[column] + (asked[row] == word[column] ? 0 : 1)
                value = min(value, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, asked[row] == word[column - 1], asked[row - 1] == word[column] {
                    value = min(value, before[column - 1] + 1)
                }
                current.append(value)
                least = min(least, value)
            }
            if least > most { return (nil, nil) }
            before = previous
            previous = current
        }
        let beginning = previous.min() ?? Int.max
        return (previous[width] <= most ? previous[width] : nil, beginning <= most ? beginning : nil)
    }
}

/// Keeps the index of a library, made when somebody first searches.
final class SearchShelf: Sendable {
    private let index = Mutex<SearchIndex?>(nil)

    func index(_ make: () -> SearchIndex) -> SearchIndex {
        index.withLock { kept in
            if let kept { return kept }
            let made = make()
            kept = made
            return made
        }
    }
}

extension ContentLibrary {
    /// The search over all pages of this release; built at the first use.
    public var search: SearchIndex { searching.index { SearchIndex(documents, names: names) } }
}
