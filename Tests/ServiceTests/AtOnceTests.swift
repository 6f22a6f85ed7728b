import Clinical
import Course
import Foundation
import JSONText
import Journal
import Service
import Testing

/// Recording on the caller's thread, against recording the long way.
@Suite struct AtOnceTests {
    private func sealed() throws -> SealedJournal {
        let key = Data(repeating: 7, count: 32).base64EncodedString()
        return SealedJournal(
            MemoryJournal(), ring: try MasterKeyRing(text: "0badcafe \(key)", named: "test"),
            sealing: House.sealedKinds)
    }

    private func vitals(_ practice: TestPractice, _ celsius: String) -> Draft {
        Draft(.vitals, at: practice.now, ["temperatureC": .number(celsius)])
    }

    /// - Returns: The new version; `nil` when it was not begun.
    private func atOnce(
        _ practice: TestPractice, _ audit: AuditLog, _ drafts: [Draft], _ id: String, expecting: Int? = nil
    ) async throws -> Int? {
        let act = AuditEntry(
            .recorded, who: "nurse", at: practice.now, patient: id, what: "POST test", from: "192.0.2.1")
        let answer: Result<Int, PracticeService.AtOnceFailure>? = await withCheckedContinuation { reply in
            let isBegun = practice.service.recordAtOnce(
                drafts, patient: id, expecting: expecting, author: "nurse", act: act, in: audit
            ) { reply.resume(returning: $0) }
            if !isBegun { reply.resume(returning: nil) }
        }
        return try answer?.get()
    }

    @Test func `what is recorded at once is what is recorded the long way, with its audit`() async throws {
        let journal = try sealed()
        let practice = try await TestPractice(journal: journal)
        let audit = AuditLog(journal: journal)
        let quick = try await practice.patient()
        let long = try await practice.patient()
        for (index, celsius) in ["36.9", "38.6", "39.1"].enumerated() {
            practice.forward(hours: 1)
            let version = try await atOnce(practice, audit, [vitals(practice, celsius)], quick)
            #expect(version == 3 + index)
            _ = try await practice.service.record([vitals(practice, celsius)], patient: long, author: "nurse")
        }
        let acts = try await audit.about(patient: quick)
        #expect(acts.map(\.act) == [.recorded, .recorded, .recorded])
        #expect(acts.map(\.from) == ["192.0.2.1", "192.0.2.1", "192.0.2.1"])
        // As memory has it, and as a new start reads it from the journal.
        let again = try await PracticeService(
            protocols: TestPractice.protocols, site: DemoPractice.site, journal: journal)
        for service in [practice.service, again] {
            let one = try await service.record(quick)
            let other = try await service.record(long)
            #expect(one.version == 5 && other.version == 5)
            #expect(one.entries.map(\.type) == other.entries.map(\.type))
            #expect(one.entries.map { $0.body.canonicalBytes() } == other.entries.map { $0.body.canonicalBytes() })
            #expect(one.state.newestFeverAt == other.state.newestFeverAt && one.state.newestFeverAt == practice.now)
            let summary = try #require(service.summary(quick))
            let expected = try #require(service.summary(long))
            #expect(summary.version == 5)
            #expect(summary.alert == expected.alert && !summary.alert.isEmpty)
            #expect(summary.wakeAt == expected.wakeAt)
        }
        #expect(try await journal.verify().firstBroken == nil)
    }

    @Test func `what is not in order, or not in memory, is not begun and changes nothing`() async throws {
        let journal = try sealed()
        let practice = try await TestPractice(journal: journal)
        let audit = AuditLog(journal: journal)
        let id = try await practice.patient()
        let future = Draft(.note, at: practice.now.adding(hours: 1), ["text": "x"])
        let start = Draft(.courseStarted, at: practice.now, ["therapy": "teclistamab", "regimen": "monotherapy"])
        #expect(try await atOnce(practice, audit, [future], id) == nil)
        #expect(try await atOnce(practice, audit, [start], id) == nil)
        #expect(try await atOnce(practice, audit, [vitals(practice, "101")], id) == nil)
        #expect(try await atOnce(practice, audit, [vitals(practice, "37"), future], id) == nil)
        #expect(try await atOnce(practice, audit, [vitals(practice, "37")], id, expecting: 1) == nil)
        #expect(try await atOnce(practice, audit, [vitals(practice, "37")], "nobody") == nil)
        #expect(try await practice.service.record(id).version == 2)
        #expect(
            try await audit.acts(from: Instant(milliseconds: 0), to: practice.service.world.now().adding(hours: 24))
                == [])
        // The turn was given back each time.
        #expect(try await atOnce(practice, audit, [vitals(practice, "37")], id, expecting: 2) == 3)
        let fresh = try await PracticeService(
            protocols: TestPractice.protocols, site: DemoPractice.site, journal: journal)
        let isBegun = fresh.recordAtOnce(
            [vitals(practice, "37")], patient: id, expecting: nil, author: "nurse",
            act: AuditEntry(.recorded, who: "nurse", at: practice.now, what: "POST test", from: ""), in: audit
        ) { _ in Issue.record("nothing was begun") }
        #expect(!isBegun)
    }

    @Test func `many at once to one patient are all recorded, whichever way each had to go`() async throws {
        let journal = try sealed()
        let practice = try await TestPractice(journal: journal)
        let audit = AuditLog(journal: journal)
        let id = try await practice.patient()
        let went = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<60 {
                group.addTask {
                    let draft = Draft(.note, at: practice.now, ["text": .string("note \(number)")])
                    if try await atOnce(practice, audit, [draft], id) != nil { return true }
                    _ = try await practice.service.record([draft], patient: id, author: "nurse")
                    return false
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(went > 0)
        let notes = try await practice.service.record(id).entries.dropFirst(2).compactMap { $0.body["text"]?.string }
        #expect(Set(notes) == Set((0..<60).map { "note \($0)" }) && notes.count == 60)
        let acts = try await audit.about(patient: id)
        #expect(acts.count == went)
    }
}
