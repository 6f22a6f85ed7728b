import Journal
import Testing

/// A journal moved to another store is the same record.
@Suite struct CopyTests {
    @Test(arguments: Implementation.stores, Implementation.stores)
    func `a copy has the same events, hashes, summaries, keys and waiting messages`(
        from: Implementation, to: Implementation
    ) async throws {
        try await withJournal(from) { source in
            let sealed = SealedJournal(source, ring: try testRing(), sealing: ["patient"])
            try await fill(sealed)
            try await withJournal(to) { target in
                let report = try await copyJournal(from: sealed, to: target)
                #expect(report == CopyReport(streams: 42, events: 162, messages: 2))
                #expect(try await all(target) == (try await all(source)))
                for kind in ["patient", "audit"] {
                    #expect(try await target.summaries(kind: kind) == (try await source.summaries(kind: kind)))
                }
                #expect(try await target.pendingOutbox(at: .max, limit: 9) == source.pendingOutbox(at: .max, limit: 9))
                #expect(try await target.things(prefix: "", at: 0, limit: 9) == [])

                let opened = SealedJournal(target, ring: try testRing(), sealing: ["patient"])
                try await opened.check()
                #expect(
                    try await opened.read(patient("3"), after: 0) == (try await sealed.read(patient("3"), after: 0)))
                #expect(try await opened.summary(of: patient("7"))?.isErased == true)
                #expect(try await opened.pendingOutbox(at: .max, limit: 9).map(\.body) == [[1, 2, 3], [1, 2, 3]])
                let late = append(to: try patient("7"), after: 4, 9000)
                let error = await refusal { () async throws(JournalError) in try await opened.append(late) }
                #expect(error == .erased(stream: "patient/7"))
                _ = try await opened.append(append(to: patient("3"), after: 4, 9001))
            }
        }
    }

    @Test func `a target that is not empty is refused and left as it is`() async throws {
        let source = MemoryJournal()
        let target = MemoryJournal()
        _ = try await source.append(append(to: patient("1"), 1))
        _ = try await target.append(append(to: patient("2"), 2))
        let error = await refusal { () async throws(JournalError) in try await copyJournal(from: source, to: target) }
        #expect(error?.code == "journal.copy")
        #expect(error?.description.contains("empty") == true)
        #expect(try await target.verify().streams == 1)
    }

    @Test func `an empty journal is copied as one`() async throws {
        let report = try await copyJournal(from: MemoryJournal(), to: MemoryJournal())
        #expect(report == CopyReport(streams: 0, events: 0, messages: 0))
    }

    @Test func `a source that changes meanwhile makes no copy that is taken for whole`() async throws {
        let source = MemoryJournal()
        for number in 1...3 { _ = try await source.append(append(to: patient("\(number)"), number)) }
        let error = await refusal { () async throws(JournalError) in
            try await copyJournal(from: Changing(source), to: MemoryJournal())
        }
        #expect(error?.code == "journal.copy")
    }

    @Test func `a broken source is refused`() async throws {
        try await withFolder { folder in
            let path = folder.file("journal.sqlite")
            let source = try SQLiteJournal(path: path)
            _ = try await source.append(append(to: patient("1"), 1))
            let raw = try RawFile(path)
            try raw.dropTriggers()
            try raw.execute("UPDATE events SET body = x'00'")
            try raw.close()
            let error = await refusal { () async throws(JournalError) in
                try await copyJournal(from: source, to: MemoryJournal())
            }
            #expect(error?.code == "journal.copy")
            await source.close()
        }
    }

    /// 40 patients with four events, one of them erased, two audit streams, messages of which one is settled.
    private func fill(_ journal: SealedJournal) async throws {
        try await journal.check()
        let ids = IDs()
        for round in 0..<4 {
            for number in 0..<40 {
                var next = append(to: try patient("\(number)"), after: round, 1, wakeAt: Int64(number * 10 + round))
                next.events[0].id = ids.next()
                next.summaryBody = Array("summary \(number) \(round)".utf8)
                next.recordedAt = Int64(number / 8)
                if round == 1, number < 3 { next.outbox = [message("m\(number)", notBefore: Int64(5 - number))] }
                if round == 2, number == 5 { next.settles = ["m1"] }
                _ = try await journal.append(next)
            }
        }
        for name in ["audit/a", "audit/b"] {
            var next = try append(to: StreamID(name), 1)
            next.events[0].id = ids.next()
            _ = try await journal.append(next)
        }
        #expect(try await journal.resummarize(patient("4"), at: 4, wakeAt: nil, body: []))
        try await journal.erase(patient("7"))
        try await journal.put("session/1", [1], until: .max)
    }

    private func all(_ journal: any Journal) async throws -> [StoredEvent] {
        try await journal.events(after: 0, limit: 10_000)
    }
}
