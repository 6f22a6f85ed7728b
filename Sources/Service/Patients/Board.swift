public import Clinical
import Course
import Journal
import Synchronization

/// Everybody the practice looks after, by what they need now.
public struct Board: Sendable {
    /// One patient; the summary is taken apart only when it is asked for.
    public struct Row: Sendable {
        let packed: PackedSummary
        let words: SharedWords
        public let place: Place
        /// Still inside the time reactions are watched for.
        public let inWindow: Bool

        public var id: String { packed.id }
        public var name: String { packed.name }
        public var patient: PatientSummary { packed.summary(words: words) }
    }

    /// Where a patient stands on the board; the first that fits.
    public enum Place: Int, Sendable, CaseIterable {
        /// A red alert.
        case alert
        /// Inside the time reactions are watched for.
        case inWindow
        case overdue
        case dueToday
        case held
        /// An amber alert and nothing due.
        case attention
        case steady
    }

    public let now: Instant
    public let rows: [Row]
    public var counts: [Place: Int] {
        var counts: [Place: Int] = [:]
        for row in rows { counts[row.place, default: 0] += 1 }
        return counts
    }
}

extension PracticeService {
    /// The board at a moment: alerts first, then by what comes soonest.
    public func board(now: Instant) -> Board {
        let endOfToday = rules.zone.instant(rules.zone.day(of: now) + 1)
        let (rows, words) = summaries.withLock { ($0.rows, $0.words) }
        var keys: [SortKey] = []
        keys.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() {
            guard let row else { continue }
            keys.append(SortKey(row, index: index, now: now.milliseconds, endOfToday: endOfToday.milliseconds))
        }
        keys.sort { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.moment != right.moment { return left.moment < right.moment }
            guard let one = rows[left.index], let other = rows[right.index] else { return left.index < right.index }
            return one.idBytes.lexicographicallyPrecedes(other.idBytes)
        }
        return Board(
            now: now,
            rows: keys.compactMap { key in
                rows[key.index].map {
                    Board.Row(packed: $0, words: words, place: key.place, inWindow: key.inWindow)
                }
            })
    }

    /// What decides a patient's place on the board, and where the patient stands in the list being sorted. Small, so
    /// that a sort of thousands moves little.
    private struct SortKey {
        let place: Board.Place
        let inWindow: Bool
        let moment: Int64
        let index: Int

        /// By place; among alerts, a patient who may be getting worse right now comes before one whose plan is late.
        var rank: Int { place.rawValue * 2 + (inWindow ? 0 : 1) }

        init(_ patient: PackedSummary, index: Int, now: Int64, endOfToday: Int64) {
            let never = PackedSummary.never
            self.index = index
            inWindow = patient.riskWindowEnd != never && now < patient.riskWindowEnd
            place = Self.place(patient, inWindow: inWindow, now: now, endOfToday: endOfToday)
            let soonest = patient.due == never ? patient.riskWindowEnd : patient.due
            moment = soonest == never ? .max : soonest
        }

        private static func place(
            _ patient: PackedSummary, inWindow: Bool, now: Int64, endOfToday: Int64
        ) -> Board.Place {
            if patient.level == .red { return .alert }
            if inWindow { return .inWindow }
            if patient.held { return .held }
            if patient.due != PackedSummary.never {
                // A dose is overdue once the day it was due on has passed.
                if patient.due < now, endOfToday - patient.due > 86_400_000 { return .overdue }
                if patient.due < endOfToday { return .dueToday }
            }
            return patient.level == .amber ? .attention : .steady
        }
    }

    public var patientCount: Int { summaries.withLock { $0.count } }

    public func summary(_ id: String) -> PatientSummary? { summaries.withLock { $0[id] } }
}
