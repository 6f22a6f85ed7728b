public import Clinical
import Course
import Journal
import Synchronization

/// Everybody the practice looks after, by what they need now.
public struct Board: Sendable {
    public struct Row: Sendable {
        public let patient: PatientSummary
        public let place: Place
        /// Still inside the time reactions are watched for.
        public let inWindow: Bool
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
        let all = summaries.withLock { Array($0.values) }
        // Summaries hold many references; moving small keys instead keeps a sort of thousands cheap.
        var keys = all.indices.map { index in
            let patient = all[index]
            return SortKey(
                place: Self.place(patient, now: now, endOfToday: endOfToday),
                inWindow: patient.riskWindowEnd.map { now < $0 } ?? false,
                moment: (patient.due ?? patient.riskWindowEnd)?.milliseconds ?? .max, index: index)
        }
        keys.sort { left, right in
            if left.place != right.place { return left.place.rawValue < right.place.rawValue }
            // Among alerts, a patient who may be getting worse right now comes before one whose plan is late.
            if left.inWindow != right.inWindow { return left.inWindow }
            return left.moment != right.moment ? left.moment < right.moment : all[left.index].id < all[right.index].id
        }
        return Board(
            now: now, rows: keys.map { Board.Row(patient: all[$0.index], place: $0.place, inWindow: $0.inWindow) })
    }

    /// What decides a patient's place on the board, and where the patient stands in the list being sorted.
    private struct SortKey {
        let place: Board.Place
        let inWindow: Bool
        let moment: Int64
        let index: Int
    }

    static func place(_ patient: PatientSummary, now: Instant, endOfToday: Instant) -> Board.Place {
        if patient.level == .red { return .alert }
        if let end = patient.riskWindowEnd, now < end { return .inWindow }
        if patient.held { return .held }
        if let due = patient.due {
            // A dose is overdue once the day it was due on has passed.
            if due < now, endOfToday.milliseconds - due.milliseconds > 86_400_000 { return .overdue }
            if due < endOfToday { return .dueToday }
        }
        return patient.level == .amber ? .attention : .steady
    }

    public var patientCount: Int { summaries.withLock { $0.count } }

    public func summary(_ id: String) -> PatientSummary? { summaries.withLock { $0[id] } }
}
