import Clinical
import Course
import JSONText
import Service
import Testing

@testable import Server

@Suite("Board") struct PatientPagesBoardTests {
    @Test("groups stand in order of need, each patient once, in the right one")
    func order() async throws {
        let world = try await PatientPagesWorld.make()
        let html = try await world.page("/board")
        let headings = ["Alerts", "In the watch window", "Due today", "Steady"].map { "<h2>\($0) " }
        for (first, second) in zip(headings, headings.dropFirst()) { #expect(first.comesBefore(second, in: html)) }
        for name in [
            "Maria", "Benjamin", "Lia", "Otis", "Ruth", "Samuel", "Talia", "Uma", "Victor", "Wanda", "Xavier", "Yara",
        ] {
            #expect(html.split(separator: "\(name) Sample").count == 2, "\(name) stands once")
        }
        let alerts = html.between("id=\"alerts\"", "</section>")
        #expect(alerts.contains("Maria Sample") && alerts.contains("Lia Sample") && alerts.contains("Otis Sample"))
        #expect(html.between("id=\"window\"", "</section>").contains("Benjamin Sample"))
        #expect(html.between("id=\"due\"", "</section>").contains("Ruth Sample"))
        #expect(html.between("id=\"steady\"", "</section>").contains("Victor Sample"))
    }

    @Test("the head counts everybody in a window, also those under another heading")
    func head() async throws {
        let world = try await PatientPagesWorld.make()
        let html = try await world.page("/board")
        #expect(html.contains("<h1>Today · 4 in window</h1>"))
        let night = try await PatientPagesWorld.make(now: PatientPagesWorld.noon.adding(hours: 10))
        #expect(try await night.page("/board").contains("<h1>Tonight · "))
    }

    @Test("a row says in words what its marks show")
    func marks() async throws {
        let world = try await PatientPagesWorld.make()
        let html = try await world.page("/board")
        let maria = html.between("/patients/\(try world.id(of: "Maria"))", "</li>").words
        #expect(maria.contains("Maria Sample, 67"))
        #expect(maria.contains("synthetic"))
        #expect(maria.contains("TECListamab · step-up dose 2 · window to"))
        #expect(maria.contains("31 h since the last dose 38.6 °C"))
        #expect(maria.contains("Danger: 38.6 °C (101.5 °F)"))
        let otis = html.between("/patients/\(try world.id(of: "Otis"))", "</li>").words
        #expect(otis.contains("grade 2") && otis.contains("on hold"))
        let ruth = html.between("/patients/\(try world.id(of: "Ruth"))", "</li>").words
        #expect(ruth.contains("Caution: 12 days after the step-up dose 2"))
    }

    @Test("the name filter finds parts of names in any case, and says when nothing fits")
    func filter() async throws {
        let world = try await PatientPagesWorld.make()
        let found = try await world.page("/board?q=mAr")
        #expect(found.contains("Maria Sample") && !found.contains("Benjamin Sample"))
        #expect(try await world.page("/board?q=zzz").contains("No name holds these letters"))
        let hostile = try await world.page("/board?q=%22%3E%3Cscript%3E")
        #expect(!hostile.contains("<script>") && hostile.contains("value=\"&quot;&gt;&lt;script&gt;\""))
    }

    @Test("an empty practice is told what to do first")
    func empty() async throws {
        let html = try await PatientPagesWorld.make(demo: false).page("/board")
        #expect(html.words.contains("No patients yet. Register the first one."))
        #expect(html.contains("href=\"/patients/new\"") && html.contains("href=\"/reference\""))
    }

    @Test("a long group is cut with a way to the rest")
    func long() async throws {
        let world = try await PatientPagesWorld.make(demo: false)
        for number in 0..<60 { _ = try await world.register("Person \(number)") }
        let cut = try await world.page("/board?q=person")
        #expect(cut.split(separator: "class=\"person-link\"").count == 51)
        #expect(cut.contains("Show all 60") && cut.contains("name=\"q\" value=\"person\""))
        let all = try await world.page("/board?all=1")
        #expect(all.split(separator: "class=\"person-link\"").count == 61)
        #expect(!all.contains("Show all"))
    }

    @Test("a hostile name is text")
    func hostile() async throws {
        let world = try await PatientPagesWorld.make(demo: false)
        let name = "<script>alert(1)</script>\"\u{301} onload='x' & {{name}}"
        let id = try await world.register(name, allergies: "<img src=x>")
        for path in ["/board", "/patients/" + id] {
            let html = try await world.page(path)
            #expect(!html.contains("<script>alert") && !html.contains("<img src=x"))
            // Without the last semicolon: with the combining mark behind it, it is another character.
            #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot"))
        }
    }
}
