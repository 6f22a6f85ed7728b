import Clinical
import Course
import Service

/// What the grading table says about the newest signs since the last dose, in the engine's own words.
///
/// Asked as if nobody had graded them yet. Empty when the signs call for no grade.
struct SignsReading: Sendable {
    let scale: Grading.Scale
    let rows: [Row]

    struct Row: Sendable {
        /// `nil` where the row says that the scale does not apply.
        let grade: Int?
        let line: AdviceLine
    }

    init(_ scale: Grading.Scale, chart: Chart, state: CourseState, scene: RecordScene) {
        var ungraded = state
        switch scale {
        case .crs: ungraded.crs.gradedAt = nil
        case .icans: ungraded.icans.gradedAt = nil
        }
        let table = scene.protocols.scale(scale)?.table
        let advice = scene.record.content.advisor.advise(chart, ungraded, now: scene.now)
        self.scale = scale
        rows = advice.advice.filter { $0.table != nil && $0.table == table?.id }.map { line in
            Row(grade: table?.rows.first { $0.id == line.row }?.outcome.grade, line: line)
        }
    }

    static func name(_ scale: Grading.Scale) -> String { scale == .crs ? "CRS" : "ICANS" }

    /// Lowest grade among the rows shown; `nil` when the scale may not apply or nothing was read.
    var least: Int? {
        guard !rows.isEmpty, rows.allSatisfy({ $0.grade != nil }) else { return nil }
        return rows.compactMap(\.grade).min()
    }

    /// `grade 2`, `grade 1 or 2`
    var words: String { "grade " + Wording.either(Set(rows.compactMap(\.grade)).sorted().map(String.init)) }

    var alerts: [AlertView] {
        rows.map { row in
            let what = row.grade.map { "grade \($0)" } ?? "not \(Self.name(scale))"
            let sure = rows.count == 1 ? "The table reads" : "Still possible:"
            return AlertView(
                .info, "\(sure) \(Self.name(scale)) \(what). \(row.line.what)",
                why: "Row \(row.line.row ?? ""), \(row.line.why)", source: row.line.citation)
        }
    }
}
