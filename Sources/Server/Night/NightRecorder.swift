import Clinical
import Course
import JSONText
import Service

/// Puts what a card sends on the record exactly once, whether a button was pressed twice, a phone sent its taps again, or
/// two of its windows sent them at the same moment.
struct NightRecorder: Sendable {
    let practice: PracticeService
    private static let tries = 8

    enum Outcome: Equatable {
        case recorded
        /// An entry with this key is there already.
        case before
        /// Nothing was recorded, and why.
        case refused(String)
    }

    /// What to record, or what stands against it.
    typealias Wish = (drafts: [Draft], problem: String?)

    /// - Parameters:
    ///   - key: Made once for each press or tap; kept with every entry of it.
    ///   - wish: What to record on the record as it stands; asked again when somebody else recorded in between.
    func record(
        key: String, patient: String, _ wish: (RecordScene) -> Wish
    ) async throws(RecordError) -> Outcome {
        var attempt = 1
        while true {
            let record = try await practice.record(patient)
            if record.entries.contains(where: { $0.body["tap"]?.string == key }) { return .before }
            let scene = RecordScene(practice: practice, record: record, now: practice.world.now())
            let wish = wish(scene)
            if let problem = wish.problem { return .refused(problem) }
            let keyed = wish.drafts.map { draft in
                Draft(
                    draft.type, at: draft.at, .object((draft.body.members ?? []) + [JSON.Member("tap", .string(key))]))
            }
            guard !keyed.isEmpty else { return .refused("There was nothing in it to record.") }
            do throws(RecordError) {
                _ = try await practice.record(
                    keyed, patient: patient, expecting: record.version, author: RecordController.author)
                return .recorded
            } catch {
                // Only the version is asked for: what came in between may be this very tap.
                guard case .changed = error, attempt < Self.tries else { throw error }
                attempt += 1
            }
        }
    }

    /// Whether a key can be one: 8 to 64 bytes.
    static func isKey(_ key: String) -> Bool { (8...64).contains(key.utf8.count) }
}
