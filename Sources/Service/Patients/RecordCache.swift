import Course
import Synchronization

/// Records read lately, so that a page does not read and fold a whole course again. Bounded; the record that was not
/// used for longest goes first.
///
/// Of many more patients the chart alone is kept, which is all that recording asks for: facts are some 40 bytes each.
final class RecordCache: Sendable {
    private let records: Recent<PatientRecord>
    private let charts: Recent<VersionedChart>

    init(capacity: Int, charts: Int = 4_096) {
        records = Recent(capacity: capacity)
        self.charts = Recent(capacity: charts)
    }

    func get(_ id: String) -> PatientRecord? { records.get(id) }

    func chart(_ id: String) -> VersionedChart? { charts.get(id) }

    /// Keeps a record unless a newer version is kept already.
    func put(_ record: PatientRecord) {
        records.put(record.id, record) { $0.version > record.version }
        put(VersionedChart(record), of: record.id)
    }

    private func put(_ chart: VersionedChart, of id: String) { charts.put(id, chart) { $0.version > chart.version } }

    /// Keeps what new entries led to. The whole record is read again when somebody looks at it: copying all its entries for
    /// each new one would cost more than the commit.
    func extend(_ id: String, to chart: VersionedChart) {
        records.remove(id)
        put(chart, of: id)
    }

    func removeAll() {
        records.removeAll()
        charts.removeAll()
    }

    func remove(_ id: String) {
        records.remove(id)
        charts.remove(id)
    }
}

/// A chart and the version of the record it was made from.
struct VersionedChart: Sendable {
    let version: Int
    let chart: Chart
    /// What it was read with; see ``PatientRecord``.
    let content: ReleaseContent
    let standing: ReleaseStanding
    let era: Int

    init(_ record: PatientRecord) {
        self.init(
            version: record.version, chart: record.chart, content: record.content, standing: record.standing,
            era: record.era)
    }

    private init(version: Int, chart: Chart, content: ReleaseContent, standing: ReleaseStanding, era: Int) {
        self.version = version
        self.chart = chart
        self.content = content
        self.standing = standing
        self.era = era
    }

    /// After entries that change nothing about which release it runs under.
    func followed(by decision: Decision) -> VersionedChart {
        VersionedChart(
            version: decision.version, chart: decision.chart, content: content, standing: standing, era: era)
    }
}

/// A bounded table that lets go of what was not used for longest.
private final class Recent<Value: Sendable>: Sendable {
    private struct State {
        var slots: [String: (value: Value, used: UInt64)] = [:]
        var clock: UInt64 = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = max(1, capacity) }

    func get(_ id: String) -> Value? {
        state.withLock { state in
            state.clock += 1
            state.slots[id]?.used = state.clock
            return state.slots[id]?.value
        }
    }

    /// - Parameter isNewer: Whether what is kept is to stay.
    func put(_ id: String, _ value: Value, unless isNewer: (Value) -> Bool) {
        state.withLock { state in
            if let kept = state.slots[id], isNewer(kept.value) { return }
            state.clock += 1
            state.slots[id] = (value, state.clock)
            guard state.slots.count > capacity else { return }
            // A tenth at once, so that the search for the oldest is rare.
            let uses = state.slots.values.map(\.used).sorted()
            let limit = uses[min(uses.count - 1, max(1, capacity / 10))]
            state.slots = state.slots.filter { $0.value.used >= limit }
        }
    }

    func removeAll() { state.withLock { $0.slots = [:] } }

    func remove(_ id: String) { state.withLock { $0.slots[id] = nil } }
}
