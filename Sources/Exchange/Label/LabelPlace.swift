/// A place in a label as people write it: `§2.4 Table 3`, `label section 2.6`, `sections 2.1-2.3`.
public struct LabelPlace: Sendable, Equatable {
    /// Section numbers, in order, each once.
    public let sections: [String]
    /// Number of the table, if one is named.
    public let table: Int?

    public init(_ text: String) {
        let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "(" || $0 == ")" }.map(String.init)
        var sections: [String] = []
        var table: Int?
        for (index, word) in words.enumerated() {
            let before = index > 0 ? words[index - 1].lowercased() : ""
            let bare = word.drop { $0 == "§" }
            let isNamed = bare.count < word.count || ["section", "sections", "and"].contains(before)
            if isNamed, bare.first?.isNumber ?? false {
                for part in bare.split(separator: "-") {
                    let number = Self.number(part)
                    if !number.isEmpty, !sections.contains(number) { sections.append(number) }
                }
            }
            if before == "table" || before == "tables", table == nil { table = Int(word.prefix { $0.isNumber }) }
        }
        self.sections = sections
        self.table = table
    }

    private static func number(_ text: Substring) -> String {
        let head = text.prefix { $0.isNumber || $0 == "." }
        return head.last == "." ? String(head.dropLast()) : String(head)
    }
}

/// Where in a label a statement stands.
public struct LabelSpot: Sendable {
    public let section: LabelSection
    /// The table that was named, or the section's only one.
    public let table: LabelTable?
    /// Found by words of the title, not by a number: a person must look whether it is the right one.
    public let isGuess: Bool
}

extension LabelDocument {
    /// - Parameters:
    ///   - text: The place as the statement cites it, or where an open statement says to look.
    ///   - hint: More words to look for in section titles when no number is named.
    public func spot(_ text: String, hint: String = "") -> LabelSpot? {
        let place = LabelPlace(text)
        let all = allSections
        if let number = place.table, let section = all.first(where: { $0.tables.contains { $0.number == number } }) {
            return LabelSpot(section: section, table: section.tables.first { $0.number == number }, isGuess: false)
        }
        for number in place.sections {
            if let section = all.first(where: { $0.number == number }) {
                return LabelSpot(
                    section: section, table: section.tables.count == 1 ? section.tables[0] : nil, isGuess: false)
            }
        }
        return guess(Self.words(text + " " + hint), among: all)
    }

    private func guess(_ words: Set<String>, among all: [LabelSection]) -> LabelSpot? {
        var best: (LabelSection, Int)?
        for section in all {
            let shared = Self.words(section.title).intersection(words).count
            if shared > best?.1 ?? 0 { best = (section, shared) }
        }
        return best.map {
            LabelSpot(section: $0.0, table: $0.0.tables.count == 1 ? $0.0.tables[0] : nil, isGuess: true)
        }
    }

    private static func words(_ text: String) -> Set<String> {
        let common: Set<String> = [
            "label", "section", "sections", "table", "tables", "with", "after", "from", "the", "and",
        ]
        return Set(
            text.lowercased().split { !$0.isLetter }.map(String.init).filter { $0.count > 2 && !common.contains($0) })
    }
}
