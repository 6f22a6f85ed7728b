import Clinical
import Course
import JSONText
import Service
import Testing

/// A grade lower than the signs support.
@Suite struct OverriddenGradeTests {
    private func feverish() async throws -> (TestPractice, String) {
        let practice = try await TestPractice()
        let id = try await practice.patient()
        practice.forward(hours: 1)
        let signs = try JSON.parse(
            #"{"temperatureC":38.9,"hypotension":true,"vasopressors":[],"oxygenDevice":"none"}"#)
        _ = try await practice.service.record(
            [Draft(.doseGiven, at: practice.now, ["dose": "step-up-1"])], patient: id, author: "nurse")
        practice.forward(hours: 5)
        _ = try await practice.service.record(
            [Draft(.vitals, at: practice.now, signs)], patient: id, author: "nurse")
        practice.forward(hours: 1)
        return (practice, id)
    }

    @Test func `it is refused without a reason`() async throws {
        let (practice, id) = try await feverish()
        do {
            _ = try await practice.service.record(
                [Draft(.graded, at: practice.now, ["scale": "crs", "grade": 1])], patient: id, author: "nurse")
            Issue.record("a grade below the signs was recorded without a reason")
        } catch {
            guard case .field(let wrong) = error else { throw error }
            #expect(wrong.field == "reason" && wrong.code == "record.grade-below-signs")
        }
    }

    @Test func `with a reason it is kept together with what the table read`() async throws {
        let (practice, id) = try await feverish()
        let record = try await practice.service.record(
            [Draft(.graded, at: practice.now, ["scale": "crs", "grade": 1, "reason": "usual for her"])], patient: id,
            author: "nurse")
        #expect(record.entries.last?.body["tableLeast"]?.int == 2)
        #expect(try await practice.service.record(id).entries.last?.body["tableLeast"]?.int == 2)
    }

    @Test func `a grade that the signs support carries no such mark, even if the caller sent one`() async throws {
        let (practice, id) = try await feverish()
        let record = try await practice.service.record(
            [Draft(.graded, at: practice.now, ["scale": "crs", "grade": 2, "tableLeast": 4])], patient: id,
            author: "nurse")
        #expect(record.entries.last?.body["tableLeast"] == nil)
    }
}
