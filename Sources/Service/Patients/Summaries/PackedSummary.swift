import Clinical

/// One patient's summary as it is kept for thousands of patients: what lists are ordered by as plain numbers, all else
/// as bytes in one piece. 40 bytes and the piece, which is some 200 bytes long.
struct PackedSummary: Sendable {
    /// Stands for "no moment".
    static let never = Int64.min

    let riskWindowEnd: Int64
    let due: Int64
    let wakeAt: Int64
    let version: Int32
    private let levelCode: UInt8
    let held: Bool
    /// The id, the name, then the rest; see ``PackedSummary/init(_:words:)``.
    private let bytes: [UInt8]

    private static let levels = Phrase.Level.allCases

    var level: Phrase.Level? { levelCode == 0 ? nil : Self.levels[Int(levelCode) - 1] }

    /// - Parameter words: Takes up what many patients have in common.
    init(_ summary: PatientSummary, words: inout SharedWords) {
        riskWindowEnd = summary.riskWindowEnd?.milliseconds ?? Self.never
        due = summary.due?.milliseconds ?? Self.never
        wakeAt = summary.wakeAt?.milliseconds ?? Self.never
        version = Int32(clamping: summary.version)
        levelCode = summary.level.flatMap { Self.levels.firstIndex(of: $0) }.map { UInt8($0 + 1) } ?? 0
        held = summary.held
        var writer = PackedWriter(
            capacity: 56 + summary.id.utf8.count + summary.name.utf8.count + summary.alert.utf8.count)
        writer.write(summary.id)
        writer.write(summary.name)
        writer.write(summary.alert)
        for word in [summary.therapy, summary.regimen, summary.lastDose, summary.nextDose, summary.content] {
            writer.write(words.number(of: word))
        }
        writer.write(summary.born.map { Int64($0.number) })
        for moment in [summary.lastDoseAt, summary.earliest, summary.latest, summary.temperatureAt] {
            writer.write(moment?.milliseconds)
        }
        writer.write(summary.temperature.map { Int64($0) })
        writer.write(Int64(summary.alerts))
        writer.write(Int64(summary.grade))
        writer.write(UInt64(summary.synthetic ? 1 : 0))
        bytes = writer.bytes
    }

    func summary(words: SharedWords) -> PatientSummary {
        PatientSummary(self, reader: PackedReader(bytes), words: words)
    }

    var id: String {
        var reader = PackedReader(bytes)
        return reader.text()
    }

    var name: String {
        var reader = PackedReader(bytes)
        _ = reader.textRange()
        return reader.text()
    }

    /// How many bytes are kept beside the numbers.
    var byteCount: Int { bytes.count }

    /// The id's characters, which are ASCII.
    var idBytes: ArraySlice<UInt8> {
        var reader = PackedReader(bytes)
        return bytes[reader.textRange()]
    }
}

extension PatientSummary {
    /// - Parameter reader: At the beginning of the bytes.
    fileprivate init(_ packed: PackedSummary, reader: PackedReader, words: SharedWords) {
        var reader = reader
        func moment(_ milliseconds: Int64?) -> Instant? { milliseconds.map { Instant(milliseconds: $0) } }
        func kept(_ milliseconds: Int64) -> Instant? {
            milliseconds == PackedSummary.never ? nil : Instant(milliseconds: milliseconds)
        }
        riskWindowEnd = kept(packed.riskWindowEnd)
        due = kept(packed.due)
        wakeAt = kept(packed.wakeAt)
        version = Int(packed.version)
        level = packed.level
        held = packed.held
        id = reader.text()
        name = reader.text()
        alert = reader.text()
        therapy = words.word(reader.number())
        regimen = words.word(reader.number())
        lastDose = words.word(reader.number())
        nextDose = words.word(reader.number())
        content = words.word(reader.number())
        born = reader.optional().map { Day(number: Int($0)) }
        lastDoseAt = moment(reader.optional())
        earliest = moment(reader.optional())
        latest = moment(reader.optional())
        temperatureAt = moment(reader.optional())
        temperature = reader.optional().map { Int($0) }
        alerts = Int(reader.signed())
        grade = Int(reader.signed())
        synthetic = reader.number() == 1
    }
}
