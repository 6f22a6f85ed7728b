import Clinical
import Course
import JSONText
import Mustache
import Service

/// The entries of a record, newest first; wrong ones stay, struck through, with what was said about them.
///
/// The newest are written once for each version of the record and kept with it; only how long ago they were is new.
struct RecordView: KeptSection, Sendable {
    /// Shown at first; all of a long record is one link away.
    static let mostEntries = 60
    /// Longer HTML is not kept. Records kept in memory are bounded in number, and so is this with them.
    static let mostKept = 128 * 1024

    private let record: PatientRecord
    private let protocols: Protocols
    private let clock: SiteClock
    private let isCut: Bool
    private let showAll: Bool

    init(_ record: PatientRecord, showAll: Bool, protocols: Protocols, clock: SiteClock) {
        self.record = record
        self.protocols = protocols
        self.clock = clock
        self.showAll = showAll
        isCut = !showAll && record.entries.count > Self.mostEntries
    }

    /// `Show all 267 entries`, when some are left out.
    var rest: String? { isCut ? "Show all \(record.entries.count) entries" : nil }

    func elements() -> [any MustacheParent] {
        var corrections: [Int: RecordedEvent] = [:]
        for entry in record.entries where entry.type == EventType.corrected.rawValue {
            guard let version = entry.body["version"]?.int, corrections[version] == nil else { continue }
            corrections[version] = entry
        }
        let unreadable = Dictionary(
            record.chart.unreadable.map { ($0.version, $0.why) }, uniquingKeysWith: { first, _ in first })
        let newest = record.entries.sorted { ($0.at.milliseconds, $0.version) > ($1.at.milliseconds, $1.version) }
        return newest.prefix(isCut ? Self.mostEntries : newest.count).map { entry in
            let words = EntryWords(entry, protocols: protocols, plan: record.chart.plan)
            let isStruck = record.chart.struck.contains(Int32(clamping: entry.version))
            return EntryView(
                entry, words: words, patient: record.id, struckBy: isStruck ? corrections[entry.version] : nil,
                isStruck: isStruck, unreadable: unreadable[entry.version], others: isCut ? "?all=1#entry-" : "#entry-",
                clock: clock)
        }
    }

    // MARK: Keeping

    /// The newest entries as written with this content.
    private struct Note: Sendable {
        let release: String
        let place: Int
        let section: WrittenSection
    }

    func kept(in place: Int) -> WrittenSection? {
        guard !showAll, let note = record.notes.get(Note.self), note.place == place,
            note.release == protocols.library.release.id
        else { return nil }
        return note.section
    }

    func keep(_ section: WrittenSection, in place: Int) {
        guard !showAll, section.bytes.count <= Self.mostKept else { return }
        record.notes.put(Note(release: protocols.library.release.id, place: place, section: section))
    }

    func text(of hole: TemplateHole) -> String { clock.away(Instant(milliseconds: hole.key)) }
}

/// One entry: when, what, who, and what became of it.
struct EntryView: MustacheParent, Sendable {
    /// Later than this many minutes after it happened, an entry is marked as recorded late.
    static let lateAfterMinutes = 15

    private let version: Int
    private let time: String
    private let at: Instant
    private let title: String
    private let details: String?
    private let author: String
    private let late: String?
    private let isStruck: Bool
    private let correction: String?
    private let correctedBy: Int?
    private let corrects: Int?
    private let unreadable: String?
    private let correct: String?
    private let others: String

    /// - Parameters:
    ///   - struckBy: The correction that names this entry as wrong.
    ///   - others: Address of any other entry, but for its number.
    init(
        _ entry: RecordedEvent, words: EntryWords, patient: String, struckBy: RecordedEvent?, isStruck: Bool,
        unreadable: String?, others: String, clock: SiteClock
    ) {
        self.others = others
        version = entry.version
        time = clock.full(entry.at)
        at = entry.at
        title = words.title
        details = words.details.isEmpty ? nil : words.details.joined(separator: " · ")
        author = entry.author.isEmpty ? "unsigned" : entry.author
        let isLate = entry.recordedAt.minutes(since: entry.at) > Self.lateAfterMinutes
        late =
            isLate
            ? "recorded late: \(clock.full(entry.recordedAt)), \(clock.span(from: entry.at, to: entry.recordedAt)) after"
            : nil
        self.isStruck = isStruck
        correction = struckBy.map { event in
            let why = EntryFields(event.body).text("why") ?? "no reason given"
            return "\(why) (\(event.author.isEmpty ? "unsigned" : event.author), \(clock.full(event.recordedAt)))"
        }
        correctedBy = struckBy?.version
        self.unreadable = unreadable
        let type = EventType(rawValue: entry.type)
        corrects = type == .corrected ? entry.body["version"]?.int : nil
        let fixed = type == .registered || type == .corrected || isStruck
        correct = fixed ? nil : "/patients/\(patient)/record/correct?version=\(entry.version)"
    }

    func child(named name: String) -> Any? {
        switch name {
        case "version": String(version)
        case "time": time
        case "away": TemplateHole(key: at.milliseconds)
        case "title": title
        case "details": details
        case "author": author
        case "late": late
        case "isStruck": isStruck
        case "stands": !isStruck
        case "correction": correction
        case "correctedBy": correctedBy.map { String($0) }
        case "correctedAddress": correctedBy.map { others + String($0) }
        case "corrects": corrects.map { String($0) }
        case "correctsAddress": corrects.map { others + String($0) }
        case "unreadable": unreadable
        case "correct": correct
        default: nil
        }
    }
}
