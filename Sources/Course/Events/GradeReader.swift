import Clinical
import JSONText

/// Reads grades: of the reactions of a course, and by other scales with their version.
extension ChartDecoder {
    mutating func graded(_ fields: inout FieldReader) throws(FieldError) -> Fact {
        let library = protocols.library
        let reactions = ["crs", "icans"]
        let words = reactions + library.scales.map(\.id)
        guard let scale = try fields.word("scale", of: words) else { throw missing("scale", words) }
        guard scale < reactions.count else {
            return .scored(try scored(library.scales[scale - reactions.count], at: scale - reactions.count, &fields))
        }
        guard let grade = try fields.whole("grade", in: 0...5, unit: "(0 means resolved)") else {
            throw FieldError(field: "grade", given: "nothing", allowed: "0 to 5", code: "field.missing")
        }
        _ = try fields.whole(Grading.leastKey, in: 0...5, unit: "(what the table read)")
        let text = keep(try fields.text("reason"))
        return .graded(
            Grading(scale: Grading.Scale.allCases[scale], grade: UInt8(truncatingIfNeeded: grade), text: text))
    }

    private mutating func scored(
        _ scale: Scale, at position: Int, _ fields: inout FieldReader
    ) throws(FieldError) -> ScaleGrade {
        let (part, version) = try part(of: scale, &fields)
        var grade = -1
        var points = -1
        switch scale.parts[part].method {
        case .table:
            guard let given = try fields.whole("grade", in: 0...5, unit: "(0 means no grade is reached)") else {
                throw FieldError(field: "grade", given: "nothing", allowed: "0 to 5", code: "field.missing")
            }
            grade = given
        case .points(let score): points = try self.points(score, &fields)
        }
        return ScaleGrade(
            scale: UInt8(clamping: position), part: UInt8(clamping: part), version: Int8(clamping: version),
            grade: Int8(clamping: grade), points: Int16(clamping: points), text: keep(try fields.text("reason")))
    }

    /// The part by its term, and the version: a grade without its version would be ambiguous.
    private func part(of scale: Scale, _ fields: inout FieldReader) throws(FieldError) -> (Int, Int) {
        let term = try fields.text("term", most: 80)
        let version = try fields.text("version", most: 20)
        if scale.terms.count > 1, term == nil { throw missing("term", scale.terms) }
        let fitting = scale.parts.indices.filter { index in term.map { scale.parts[index].answers(to: $0) } ?? true }
        guard let first = fitting.first else {
            throw FieldError(
                field: "term", given: term ?? "", allowed: "one of " + scale.terms.joined(separator: ", "),
                code: "term.unknown")
        }
        let known = fitting.flatMap { scale.parts[$0].versions }
        guard !known.isEmpty else {
            guard let version else { return (first, -1) }
            throw FieldError(
                field: "version", given: version, allowed: "nothing: \(scale.id) has one version", code: "field.unknown"
            )
        }
        guard let version else { throw missing("version", known) }
        for index in fitting {
            if let place = scale.parts[index].versions.firstIndex(of: version) { return (index, place) }
        }
        throw FieldError(
            field: "version", given: version, allowed: "one of " + known.joined(separator: ", "), code: "field.word")
    }

    private func points(_ score: PointScore, _ fields: inout FieldReader) throws(FieldError) -> Int {
        let input = score.categories.inputs[0]
        let range = input.domain.lower...(input.domain.lower + input.domain.count - 1)
        guard let points = try fields.whole("points", in: range, unit: "points") else {
            throw FieldError(
                field: "points", given: "nothing", allowed: "\(range.lowerBound) to \(range.upperBound) points",
                code: "field.missing")
        }
        let rows = score.categories.answer([points]).rows
        let category = rows.first.flatMap { score.categories.rows[$0].outcome.category }
        if let given = try fields.text("category", most: 80), let category, given != category {
            throw FieldError(
                field: "category", given: given, allowed: "\(category), which \(points) points are",
                code: "field.contradiction")
        }
        return points
    }
}

extension Grading {
    /// Field of a grade below what the table read: the least that the signs supported then.
    public static let leastKey = "tableLeast"
}
