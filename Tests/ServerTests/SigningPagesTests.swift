import Clinical
import HTTPTypes
import Practice
import Service
import Testing

@testable import Server

@Suite struct SigningPagesTests {
    @Test func `a release is read, ticked, entered by two and signed through the pages`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("p1", "pharmacist")
        let home = try await world.send("/content")
        #expect(home.status == 200)
        #expect(home.read.contains(world.signing.release.hash))
        #expect(home.read.contains("no patient can start"))

        #expect(try await world.load(SigningPagesWorld.label()).location == "/label/teclistamab")
        let entry = "/content/entry?statement=" + TestSite.encode(SigningPagesWorld.table)
        let form = try await world.send(entry)
        #expect(form.status == 200)
        #expect(form.read.contains("weight: 70...79 kg, amount: 4.5 mg, volume: 0.45 mL"))
        let seen = world.signing.release.line(SigningPagesWorld.table)?.hash ?? ""
        let fields = [
            ("statement", SigningPagesWorld.table), ("seen", seen), ("kind", "confirm"), ("section", "§2.6"),
        ]
        let entered = try await world.post("/content/entry", fields)
        #expect(entered.status == 303)
        let row = try #require(entered.location)
        #expect(!(try await world.send(row)).text.contains("/confirm"))
        #expect(try await world.post(row + "/confirm", []).status == 409)
        world.person.become("d1", "physician")
        #expect(try await world.send(row).text.contains("/confirm"))
        #expect(try await world.post(row + "/confirm", []).location == row)
        #expect(try await world.send(row).read.contains("confirmed by Person d1 (physician)"))

        world.person.become("m1", "medical-director")
        let shown = [
            ("hash", world.signing.release.hash),
            ("snapshot", world.signing.snapshot(try await world.signing.rules().effective)),
        ]
        let early = try await world.post("/content/sign", shown)
        #expect(early.status == 409)
        #expect(early.read.contains("have no tick by a pharmacist or physician"))
        world.person.become("d1", "physician")
        let ticks = try await world.signing.pending().map { ("tick", "\($0.line.hash) \($0.line.statement.id)") }
        #expect(try await world.post("/content/ticks", ticks).location == "/content/statements")
        #expect(try await world.post("/content/sign", shown).status == 403)
        world.person.become("m1", "medical-director")
        #expect(try await world.post("/content/sign", [("hash", "old"), shown[1]]).status == 409)
        #expect(try await world.post("/content/sign", shown + [("choice-masked-fever", "none")]).status == 422)
        #expect(
            try await world.post("/content/sign", shown + [("choice-masked-fever", "label")]).location == "/content")
        #expect(try await world.send("/content").read.contains("this site may start patients"))
        #expect(try await world.signing.state().signature?.choices == ["masked-fever": "label"])
        #expect(try await world.send("/content/diff").read.contains("Every statement is as it was signed."))
    }

    @Test func `the page to sign on says what is missing, and has its button only when nothing is`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("m1", "medical-director")
        let pending = try await world.signing.pending()
        let early = try await world.send("/content/sign")
        #expect(early.read.contains("\(pending.count) of \(pending.count) open or unverified statements have no tick"))
        #expect(early.text.contains("href=\"/content/statements?show=unticked\""))
        #expect(!early.text.contains("<button class=\"button\">Sign"))
        world.person.become("d1", "physician")
        let ticks = pending.map { ("tick", "\($0.line.hash) \($0.line.statement.id)") }
        _ = try await world.post("/content/ticks", ticks)
        #expect(try await world.send("/content/sign").read.contains("Only a medical director signs."))
        world.person.become("m1", "medical-director")
        let late = try await world.send("/content/sign")
        #expect(late.text.contains("<button class=\"button\">Sign") && !late.read.contains("Missing before"))
        for (factor, words, link) in [
            (SigningDesk.Factor.missing, "is not set up", "/account/second-factor"),
            (.notShown, "did not show it in this session", "/account/confirm?next=/content/sign"),
        ] {
            world.factor.become(factor)
            let page = try await world.send("/content/sign")
            #expect(page.read.contains(words) && page.text.contains("href=\"\(link)\""))
            #expect(!page.text.contains("<button class=\"button\">Sign"))
        }
    }

    @Test func `the form for a row says before anything is typed that the label is missing`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("p1", "pharmacist")
        let entry = "/content/entry?statement=" + TestSite.encode(SigningPagesWorld.table)
        let before = try await world.send(entry)
        #expect(before.read.contains("is on file. A row is read in the label, so load it first."))
        #expect(before.text.contains("href=\"/label/teclistamab\"") && !before.text.contains("<textarea"))
        _ = try await world.load(SigningPagesWorld.label())
        let after = try await world.send(entry)
        #expect(after.text.contains("<textarea") && !after.read.contains("so load it first"))
    }

    @Test func `each open and unverified statement has its own box and shows who ticked it`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("p1", "pharmacist")
        let page = try await world.send("/content/statements")
        let pending = try await world.signing.pending()
        #expect(page.text.ranges(of: "name=\"tick\"").count == pending.count)
        #expect(page.text.contains("name=\"csrf\" value=\"t0ken\""))
        let line = try #require(pending.first?.line)
        _ = try await world.post("/content/ticks", [("tick", "\(line.hash) \(line.statement.id)")])
        let after = try await world.send("/content/statements")
        #expect(after.text.ranges(of: "name=\"tick\"").count == pending.count - 1)
        #expect(after.read.contains("Person p1 (pharmacist)"))
        world.person.become("n1", "nurse")
        #expect(!(try await world.send("/content/statements").text.contains("name=\"tick\"")))
    }

    @Test(
        arguments: [
            ("/content/ticks", [("tick", "x y")], 403, 404), ("/content/ticks", [], 403, 422),
            ("/content/sign", [("hash", "x")], 403, 403), ("/content/rows/none/confirm", [], 403, 404),
            ("/content/rows/none/withdraw", [("why", "x")], 403, 404),
        ] as [(String, [(String, String)], Int, Int)])
    func `what may not be done is refused by role and by what is there`(
        path: String, fields: [(String, String)], nobody: Int, pharmacist: Int
    ) async throws {
        let world = try await SigningPagesWorld()
        #expect(try await world.post(path, fields).status == nobody)
        world.person.become("p1", "pharmacist")
        #expect(try await world.post(path, fields).status == pharmacist)
        #expect(try await world.signing.state().version == 0)
    }

    @Test func `a row that does not fit comes back as it was typed, with the reason`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("p1", "pharmacist")
        _ = try await world.load(SigningPagesWorld.label())
        let yaml =
            "{ for: [step-up-1], presentation: v10, bands: [{ weight: 1...2 kg, amount: 2 mg, volume: 9 mL }] }<b>"
        let answer = try await world.post(
            "/content/entry",
            [
                ("statement", SigningPagesWorld.table), ("kind", "replace"), ("yaml", yaml), ("section", "§2.6"),
                ("seen", world.signing.release.line(SigningPagesWorld.table)?.hash ?? ""),
            ])
        #expect(answer.status == 422)
        #expect(answer.text.contains("&lt;b&gt;</textarea>"))
        #expect(answer.read.contains("does not fit into the content"))
        #expect(try await world.send("/content/entry?statement=phrases:phrases/held").status == 404)
    }

    @Test func `a label is shown beside its statements and a newer one shows what changed`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("p1", "pharmacist")
        #expect(try await world.send("/label/teclistamab").read.contains("No label on file."))
        #expect(try await world.load(SigningPagesWorld.label()).status == 303)
        let page = try await world.send("/label/teclistamab")
        #expect(page.read.contains("Invented label of teclistamab-cqyv &lt;script&gt;"))
        #expect(page.text.contains("<caption>Table 3: Restarting</caption>"))
        #expect(page.text.contains("<td>28 or less<br></td>"))
        #expect(page.read.contains("open/combination-restart-weekly"))
        let newer = SigningPagesWorld.label(8, rows: "<tr><td>Weekly</td><td>21 or less</td></tr>")
        _ = try await world.load(newer)
        #expect(try await world.send("/label/teclistamab").read.contains("“28 or less” became “21 or less”"))
        #expect(try await world.send("/label").read.contains("Version 8, revised 2026-05-08"))
        #expect(try await world.send("/label/nothing").status == 404)
    }

    @Test func `a hostile or wrong label file is refused on its page`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("p1", "pharmacist")
        let hostile = try await world.load("<!DOCTYPE d [<!ENTITY a \"b\">]><d>&a;</d>")
        #expect(hostile.status == 422)
        #expect(hostile.read.contains("declares a document type or an entity"))
        #expect(try await world.load("PDF").status == 422)
        #expect(try await world.load(SigningPagesWorld.label(), therapy: "talquetamab").status == 422)
        #expect(try await world.send("/label/teclistamab", .post).status == 415)
        world.person.become("n1", "nurse")
        #expect(try await world.load(SigningPagesWorld.label()).status == 403)
        #expect(try await world.signing.state().labels.isEmpty)
    }

    @Test func `pages hold no inline script or style`() async throws {
        let world = try await SigningPagesWorld()
        world.person.become("p1", "pharmacist")
        _ = try await world.load(SigningPagesWorld.label())
        let entry = "/content/entry?statement=" + TestSite.encode(SigningPagesWorld.table)
        for path in [
            "/content", "/content/diff", "/content/statements", "/content/sign", "/label", "/label/teclistamab", entry,
        ] {
            let page = try await world.send(path)
            #expect(page.status == 200, "\(path)")
            #expect(!page.text.contains("<script>") && !page.text.contains("style=") && !page.text.contains("onclick"))
            #expect(!page.text.contains("{{"), "\(path)")
        }
    }
}
