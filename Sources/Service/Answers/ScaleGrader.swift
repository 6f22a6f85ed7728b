public import Clinical
public import JSONText

/// Answers for scales beyond the reactions of a course.
public struct ScaleGrader: Sendable {
    public let scale: Scale

    public init(_ scale: Scale) { self.scale = scale }

    /// What one scale says about findings.
    public struct Reading: Sendable {
        public let scale: Scale
        public let part: ScalePart
        /// The version it was read in; `nil` where the scale has one.
        public let version: String?
        public let result: Result
        /// What was given of lists of day values.
        public let series: [SeriesReading]

        public enum Result: Sendable {
            case table(GradeView)
            case points(PointScore, PointScore.Answer)
        }
    }

    public func answer(
        term: String?, version: String?, findings: JSON, choices: [String: String]
    ) throws(FieldError) -> Answer {
        switch try parts(term: term, version: version, choices: choices) {
        case .missing(let open, let term, let version):
            return notOnFile(open, term: term, version: version)
        case .found(let parts, let version):
            var readings: [Reading] = []
            for part in parts {
                readings.append(try read(part, version: version, findings: findings, choices: choices))
            }
            return answer(readings)
        }
    }

    public enum Parts: Sendable {
        case found([ScalePart], version: String?)
        case missing(OpenStatement?, term: String, version: String)
    }

    /// Which parts answer; the version is the one asked for, else the site's, else the one that states none.
    public func parts(
        term: String?, version: String?, choices: [String: String]
    ) throws(FieldError) -> Parts {
        guard scale.pick == .term else {
            if let given = version {
                throw FieldError(
                    field: "ctcae", given: given, allowed: "nothing: \(scale.id) has one version", code: "field.unknown"
                )
            }
            return .found(scale.parts, version: nil)
        }
        let known = "one of " + scale.terms.joined(separator: ", ")
        guard let term else { throw FieldError(field: "term", given: "nothing", allowed: known, code: "field.missing") }
        let normal = term.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
        let fitting = scale.parts.filter { $0.answers(to: term) }
        let wanted = version ?? siteVersion(choices)
        let open =
            scale.open.first { $0.id == "\(fitting.first?.term ?? normal)-\(wanted)" }
            ?? scale.open.first { $0.id.hasPrefix("\(fitting.first?.term ?? normal)-") }
        guard let first = fitting.first else {
            if open != nil { return .missing(open, term: normal, version: wanted) }
            let hint = nearest(to: normal, among: scale.terms).map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(field: "term", given: term + hint, allowed: known, code: "term.unknown")
        }
        if let part = fitting.first(where: { $0.versions.contains(wanted) }) { return .found([part], version: wanted) }
        if version == nil, let part = fitting.first(where: { $0.versions == [Self.unstated] }) {
            return .found([part], version: Self.unstated)
        }
        return .missing(open, term: first.term, version: wanted)
    }

    /// The word for rows whose source does not say which version it quotes.
    public static let unstated = "unstated"

    private func siteVersion(_ choices: [String: String]) -> String {
        guard let choice = scale.choices.first(where: { $0.id == scale.versionChoice }) else { return "" }
        return choices[choice.id] ?? choice.untilSigned
    }

    /// Reads one part.
    public func read(
        _ part: ScalePart, version: String?, findings: JSON, choices: [String: String]
    ) throws(FieldError) -> Reading {
        var read: [Findings] = []
        for table in part.tables {
            read.append(try scale.intake(part, table).findings(findings, choices: choices, untilSigned: scale.choices))
        }
        return reading(part, version: version, read)
    }

    public func reading(_ part: ScalePart, version: String?, _ findings: [Findings]) -> Reading {
        let result: Reading.Result
        switch part.method {
        case .table(let table):
            let answer = table.answer(findings.first ?? Findings(values: []))
            var view = GradeView(
                abbreviation: name(part, version), scale: published(table, version), table: table, answer: answer)
            view.series = scale.series
            result = .table(view)
        case .points(let score): result = .points(score, score.answer(findings))
        }
        return Reading(
            scale: scale, part: part, version: version, result: result, series: findings.first?.series ?? [])
    }

    private func name(_ part: ScalePart, _ version: String?) -> String {
        if scale.parts.count == 1 { return scale.abbreviation }
        guard let version, version != Self.unstated else { return part.title }
        return "\(scale.abbreviation) v\(version) \(part.title)"
    }

    private func published(_ table: DecisionTable, _ version: String?) -> String {
        let name = table.scale ?? scale.published
        guard let version else { return name }
        return version == Self.unstated ? "\(name), version not stated" : "\(name) v\(version)"
    }

    private func answer(_ readings: [Reading]) -> Answer {
        guard let first = readings.first else { return Answer(json: .null, text: "", status: .notOnFile) }
        var members = first.members
        for other in readings.dropFirst() { members.append(JSON.Member(other.part.term, .object(other.members))) }
        // A part that nothing was given for says nothing new.
        let text = readings.filter { $0.part.id == first.part.id || $0.hasFindings }.map(\.text).joined(
            separator: "\n\n")
        return Answer(json: .object(members), text: text, status: first.isOnFile ? .answered : .notOnFile)
    }

    private func notOnFile(_ open: OpenStatement?, term: String, version: String) -> Answer {
        let on = scale.parts.filter { $0.term == term }.flatMap(\.versions)
        let what = open?.what ?? "\(scale.abbreviation) version \(version), \(term)"
        let place = open?.where_ ?? "\(scale.abbreviation) version \(version)"
        let json = JSON.object([
            JSON.Member("scale", .string(scale.published)), JSON.Member("term", .string(term)),
            JSON.Member("version", .string(version)), JSON.Member("grade", .null),
            JSON.Member("verdict", .string("not-on-file")), JSON.Member("possible", .array([])),
            JSON.Member("ask", .array([])), JSON.Member("row", .null), JSON.Member("because", .array([])),
            JSON.Member("notOnFile", .bool(true)), JSON.Member("what", .string(what)),
            JSON.Member("where", .string(place)), JSON.Member("versionsOnFile", .strings(on)),
            JSON.Member("flags", .array([])), JSON.Member("source", .null),
        ])
        var text = "Not on file: \(what). Look in \(place)."
        if !on.isEmpty { text += " On file for this term: version \(on.joined(separator: ", "))." }
        return Answer(json: json, text: text, status: .notOnFile)
    }
}
