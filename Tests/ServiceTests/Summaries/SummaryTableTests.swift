import Clinical
import Testing

@testable import Service

@Suite struct `The table of summaries` {
    @Test(arguments: [1, 2, 3])
    func `gives back every summary as it was put in, through changes, removals and growth`(seed: UInt64) throws {
        var sample = SummarySample(seed: seed)
        var table = SummaryTable()
        var model: [String: PatientSummary] = [:]
        for step in 0..<4_000 {
            let id = "0198c2f4-7a10-\(sample.number(900))"
            if sample.number(5) == 0 {
                table[id] = nil
                model[id] = nil
            } else {
                let drawn = sample.summary(id: id)
                let summary = try #require(drawn)
                table[id] = summary
                model[id] = summary
            }
            guard step % 97 == 0 else { continue }
            let kept = Dictionary(table.values.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            #expect(kept == model, "seed \(seed), step \(step)")
            #expect(table.count == model.count && Array(table.values).count == model.count, "seed \(seed)")
        }
        for number in 0..<900 {
            let id = "0198c2f4-7a10-\(number)"
            #expect(table[id] == model[id], "seed \(seed)")
            #expect(table.version(of: id) == model[id]?.version, "seed \(seed)")
        }
    }

    @Test func `rows of removed patients are used up when the table grows`() throws {
        var sample = SummarySample(seed: 7)
        var table = SummaryTable()
        for round in 0..<1_000 {
            let drawn = sample.summary(id: "id-\(round)")
            let summary = try #require(drawn)
            table["id-\(round)"] = summary
            table["id-\(round)"] = nil
        }
        #expect(table.count == 0)
        #expect(table.rows.count < 20)
    }

    @Test func `a summary with a name and an alert takes less than 300 bytes beside its row of 40`() throws {
        var sample = SummarySample(seed: 11)
        var words = SharedWords()
        #expect(MemoryLayout<PackedSummary?>.stride == 40)
        for number in 0..<50 {
            let drawn = sample.summary(id: "0198c2f4-7a10-7000-8000-00000000\(1_000 + number)")
            var summary = try #require(drawn)
            summary.name = "Test Sample \(number)"
            summary.alert = String(repeating: "a", count: 90)
            #expect(PackedSummary(summary, words: &words).byteCount < 300)
        }
    }
}
