import Clinical
import Course
import JSONText
import Testing

@Suite struct `Grades by other scales` {
    private func read(_ body: String) throws -> Fact {
        let event = RecordedEvent(
            version: 1, type: "graded", at: moment("2026-11-02 10:00"), recordedAt: moment("2026-11-02 10:00"),
            author: "nurse", body: try JSON.parse(body))
        return try EventReader(try House.protocols).adding(event, to: .empty).fact.fact
    }

    @Test(arguments: [
        #"{"scale":"ctcae","term":"neutropenia","version":"6","grade":3}"#,
        #"{"scale":"ctcae","term":"dry-mouth","version":"unstated","grade":1,"reason":"seen"}"#,
        #"{"scale":"icaht","term":"neutropenia","grade":2}"#,
        #"{"scale":"car-hematotox","points":3,"category":"high"}"#, #"{"scale":"iec-hs","grade":2}"#,
    ])
    func `a grade with its scale, term and version is kept`(body: String) throws {
        guard case .scored(let grade) = try read(body) else {
            Issue.record("\(body) was not read as a grade of a scale")
            return
        }
        let library = try House.protocols.library
        let scale = library.scales[Int(grade.scale)]
        let json = try JSON.parse(body)
        #expect(scale.id == json["scale"]?.string)
        let part = scale.parts[Int(grade.part)]
        #expect(json["term"]?.string.map { $0 == part.term } ?? true)
        #expect(json["version"]?.string == (grade.version < 0 ? nil : part.versions[Int(grade.version)]))
        #expect(json["grade"]?.int == (grade.grade < 0 ? nil : Int(grade.grade)))
        #expect(json["points"]?.int == (grade.points < 0 ? nil : Int(grade.points)))
    }

    @Test(arguments: [
        (#"{"scale":"ctcae","term":"neutropenia","grade":3}"#, "version"),
        (#"{"scale":"ctcae","version":"5","grade":3}"#, "term"),
        (#"{"scale":"ctcae","term":"lymphopenia","version":"6","grade":3}"#, "version"),
        (#"{"scale":"ctcae","term":"neutropenia","version":"5","grade":6}"#, "grade"),
        (#"{"scale":"ctcae","term":"neutropenia","version":"5"}"#, "grade"),
        (#"{"scale":"icaht","grade":2}"#, "term"), (#"{"scale":"iec-hs","version":"5","grade":2}"#, "version"),
        (#"{"scale":"car-hematotox","points":8}"#, "points"), (#"{"scale":"car-hematotox","grade":1}"#, "points"),
        (#"{"scale":"car-hematotox","points":3,"category":"low"}"#, "category"),
        (#"{"scale":"ctcea","grade":1}"#, "scale"),
    ])
    func `a grade that would be ambiguous or cannot be is refused`(body: String, field: String) {
        let wrong = #expect(throws: FieldError.self) { try read(body) }
        #expect(wrong?.field == field, "\(String(describing: wrong))")
    }
}
