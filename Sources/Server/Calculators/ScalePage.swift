import Clinical
import JSONText
import Mustache
import Service

/// Answers one scale from a form; a scale may have several tables that read the same fields.
struct ScalePage: CalculatorModel {
    let refused: Bool
    private let scale: Scale
    private let term: ScalePart?
    private let fields: [FormField]
    private let answers: [GradeAnswer]
    private let tables: [TableView]
    private let missing: AlertView?
    private static let versionField = "version"

    /// - Parameter term: What to grade, for scales with several terms.
    init(_ form: FormState, scale: Scale, term: String? = nil) {
        var form = form
        let grader = ScaleGrader(scale)
        let chosen = Self.parts(grader, term: term, form: &form)
        let version = chosen.version
        let forms = chosen.parts.map { part in (part, part.tables.map { GradingForm(scale, part: part, table: $0) }) }
        var readings: [ScaleGrader.Reading] = []
        for (part, tables) in forms {
            let found = tables.map { $0.findings(&form) }
            let whole = found.compactMap { $0 }
            if whole.count == found.count { readings.append(grader.reading(part, version: version, whole)) }
        }
        let given = forms.flatMap(\.1).contains { !$0.isEmpty(form) }
        refused = form.hasErrors
        let answered = given && !refused
        self.scale = scale
        self.term = scale.pick == .term ? chosen.parts.first : nil
        missing = chosen.missing
        let shown = answered ? readings.filter { $0.part.id == chosen.parts.first?.id || Self.isGiven($0, form) } : []
        answers = shown.enumerated().map { index, reading in
            var answer = Self.answer(reading, several: shown.count > 1)
            if index > 0 { answer.headID += "-\(index + 1)" }
            return answer
        }
        tables = (answered ? readings : []).flatMap { Self.tables($0, scale) }.orElse {
            chosen.parts.flatMap(\.allTables).map { TableView($0, open: scale.open) }
        }
        let next = shown.first.flatMap(Self.nextKey)
        var fields: [FormField] = []
        for (_, tables) in forms {
            for table in tables {
                for field in table.fields(form, next: next) where !fields.contains(where: { $0.name == field.name }) {
                    fields.append(field)
                }
            }
        }
        self.fields = Self.versionFields(scale, term: term, version: version, form) + fields
    }

    // MARK: Parts

    private static func parts(
        _ grader: ScaleGrader, term: String?, form: inout FormState
    ) -> (parts: [ScalePart], version: String?, missing: AlertView?) {
        let wanted = form.given(versionField).map { String($0.prefix(20)) }
        let found = form.attempt { () throws(FieldError) -> ScaleGrader.Parts in
            try grader.parts(term: term, version: wanted, choices: [:])
        }
        guard let found else { return ([], nil, nil) }
        switch found {
        case .found(let parts, let version):
            let unstated = version == ScaleGrader.unstated
            return (
                parts, version, unstated ? AlertView(.amber, "The source does not state the version of this row.") : nil
            )
        case .missing(let open, let term, let version):
            let what = open?.what ?? "version \(version) of \(term)"
            return ([], version, AlertView(.amber, "Not on file: \(what).", why: Wording.notOnFile(open?.where_)))
        }
    }

    private static func versionFields(
        _ scale: Scale, term: String?, version: String?, _ form: FormState
    ) -> [FormField] {
        guard scale.pick == .term, let term else { return [] }
        var versions: [String] = scale.choices.first { $0.id == scale.versionChoice }?.options.map(\.id) ?? []
        for part in scale.parts where part.answers(to: term) {
            versions += part.versions.filter { !versions.contains($0) }
        }
        guard versions.count > 1 else { return [] }
        var form = form
        form.setDefault(versionField, version ?? versions[0])
        let options = versions.map { ($0, $0 == ScaleGrader.unstated ? "not stated" : $0) }
        return [form.segmented(versionField, label: "Version of \(scale.abbreviation)", options)]
    }

    // MARK: Answers

    private static func isGiven(_ reading: ScaleGrader.Reading, _ form: FormState) -> Bool {
        reading.part.tables.contains { table in
            !table.countsDays || reading.scale.series.contains { table.counts(in: $0.key) && form.given($0.key) != nil }
        }
    }

    private static func answer(_ reading: ScaleGrader.Reading, several: Bool) -> GradeAnswer {
        switch reading.result {
        case .points(let score, let answer): return GradeAnswer(score, answer, reading: reading)
        case .table(let view):
            var notes: [AlertView] = []
            for gap in reading.gaps(view) where !gap.days.isEmpty {
                let first = gap.days.first.map { "A value of day \($0) would narrow it most." }
                notes.append(AlertView(.info, "No value on \(DayList.text(gap.days)).", why: first))
            }
            if let bridged = reading.bridged(view), let grade = bridged.grade {
                let filled = Wording.count(bridged.filled, "day")
                notes.append(
                    AlertView(
                        .info, "With days between two low values counted as low (\(filled) filled): grade \(grade)."))
            }
            return GradeAnswer(
                view.answer, table: view.table, abbreviation: reading.scale.abbreviation,
                title: several ? reading.part.title : reading.version.map { Self.title(reading.scale, $0) },
                question: view.question, notes: notes)
        }
    }

    /// `CTCAE v6`: a grade without its version is ambiguous.
    private static func title(_ scale: Scale, _ version: String) -> String {
        version == ScaleGrader.unstated ? scale.abbreviation : "\(scale.abbreviation) v\(version)"
    }

    private static func nextKey(_ reading: ScaleGrader.Reading) -> String? {
        switch reading.result {
        case .points(let score, let answer): reading.asked(score, answer).first?.key
        case .table(let view): view.answer.row == nil ? view.table.keys(of: view.answer).first : nil
        }
    }

    private static func tables(_ reading: ScaleGrader.Reading, _ scale: Scale) -> [TableView] {
        switch reading.result {
        case .table(let view): return [TableView(view.table, answer: view.answer, open: scale.open)]
        case .points(let score, let answer):
            return zip(score.items, answer.items).map { TableView($0, answer: $1, open: scale.open) }
                + [TableView(score.categories, open: scale.open)]
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "abbreviation": term.map { "\($0.title) (\(scale.abbreviation))" } ?? scale.abbreviation
        case "scaleName": scale.name
        case "published": scale.published
        case "action": "/calculators/\(scale.id)" + (term.map { "/\($0.term)" } ?? "")
        case "back": term == nil ? "/calculators" : "/calculators/\(scale.id)"
        case "backTitle": term == nil ? "Calculators" : scale.abbreviation
        case "reference": "/reference/scales/\(scale.id)"
        case "fields": fields
        case "answers": answers
        case "missing": missing
        case "tables": tables
        case "refused": refused
        default: nil
        }
    }
}

extension ScalePart {
    /// Every table, that of the categories of a score last.
    var allTables: [DecisionTable] {
        if case .points(let score) = method { return tables + [score.categories] }
        return tables
    }
}

extension Array {
    fileprivate func orElse(_ other: () -> [Element]) -> [Element] { isEmpty ? other() : self }
}
