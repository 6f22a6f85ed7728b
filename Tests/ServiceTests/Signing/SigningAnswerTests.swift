import Clinical
import JSONText
import Practice
import Service
import Testing

/// What the commands about content and labels print.
@Suite struct SigningAnswerTests {
    @Test func `content diff names each statement with both wordings`() throws {
        let newer = SigningWorld.edited(
            SigningWorld.content, "therapies/teclistamab.yaml",
            "{ weight: 70...79 kg, amount: 4.5 mg, volume: 0.45 mL }",
            "{ weight: 70...79 kg, amount: 4.6 mg, volume: 0.46 mL }")
        let answer = try ContentDiffAnswer.run(old: SigningWorld.content, new: newer)
        #expect(answer.json["changed"]?.int == 1)
        #expect(answer.json["unchanged"]?.int == (answer.json["old"]?["statements"]?.int ?? 0) - 1)
        let change = try #require(answer.json["changes"]?.array?.first)
        #expect(change["id"]?.string == SigningWorld.table)
        #expect(change["before"]?["text"]?.string?.contains("amount: 4.5 mg, volume: 0.45 mL") == true)
        #expect(change["after"]?["text"]?.string?.contains("amount: 4.6 mg, volume: 0.46 mL") == true)
        #expect(answer.json["old"]?["hash"] != answer.json["new"]?["hash"])
        #expect(answer.text.contains("  + - weight: 70...79 kg, amount: 4.6 mg, volume: 0.46 mL"))
        #expect(try ContentDiffAnswer.run(old: newer, new: newer).json["changes"]?.array?.isEmpty == true)
    }

    @Test func `label read shows sections, tables and the statements beside them`() throws {
        let label = try MarkupReader.label(SigningWorld.label())
        let alone = LabelAnswer.run(label)
        #expect(alone.json["setID"]?.string == "11111111-2222-4333-8444-555555555555")
        #expect(alone.json["version"]?.int == 7)
        #expect(alone.json["revised"]?.string == "2026-05-01")
        #expect(alone.json["statements"] == nil)
        #expect(alone.text.contains("## 2.4 Restarting After a Delay"))
        #expect(!alone.text.contains(">>"))
        let release = try ReleaseSet.reading(SigningWorld.content)
        let beside = LabelAnswer.run(label, release: release, therapy: "teclistamab")
        let statements = try #require(beside.json["statements"]?.array)
        let open = try #require(
            statements.first {
                $0["statement"]?["id"]?.string == "therapies/teclistamab:open/combination-restart-weekly"
            })
        #expect(open["section"]?.string == "2.4")
        #expect(open["table"]?.int == 3)
        #expect(beside.text.contains(">> [open] therapies/teclistamab:open/combination-restart-weekly"))
        #expect(!statements.contains { $0["statement"]?["id"]?.string?.contains("talquetamab") ?? false })
    }
}
