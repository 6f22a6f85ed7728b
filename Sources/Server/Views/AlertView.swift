import Clinical
import Course
import Mustache

/// A line that warns: a word and a shape say how much, the color only repeats it.
struct AlertView: MustacheParent, Sendable {
    enum Level: String, Sendable {
        case red, amber, info, ok

        /// The word beside the shape.
        var word: String {
            switch self {
            case .red: "Danger"
            case .amber: "Caution"
            case .info: "Note"
            case .ok: "Done"
            }
        }

        init(_ level: Phrase.Level) {
            switch level {
            case .red: self = .red
            case .amber: self = .amber
            case .info: self = .info
            }
        }
    }

    let level: Level
    let text: String
    /// The reason, in a second quiet line.
    var why: String?
    var source: SourceTag?

    init(_ level: Level, _ text: String, why: String? = nil, source: Citation? = nil, anchored: Bool = false) {
        self.level = level
        self.text = text
        self.why = why
        self.source = source.map { SourceTag($0, anchored: anchored) }
    }

    init(_ phrase: Phrase.Filled) { self.init(Level(phrase.level), phrase.text, source: phrase.citation) }

    func child(named name: String) -> Any? {
        switch name {
        case "alertLevel": level.rawValue
        case "alertWord": level.word
        case "text": text
        case "why": why
        case "source": source
        default: nil
        }
    }
}
