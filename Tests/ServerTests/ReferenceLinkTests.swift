import Clinical
import Course
import Foundation
import JSONText
import Testing

@testable import Server

/// Every statement can be linked to, and every link of the reference leads somewhere.
@Suite struct ReferenceLinkTests {
    private static var library: ContentLibrary { TestSite.protocols.library }
    /// Pages the reference shows of its content files.
    private static let files: [String] = {
        var files: [String] = []
        for statement in library.statements where !files.contains(statement.file) { files.append(statement.file) }
        let known = ["therapies/", "toxicities/", "reference/"]
        return files.filter { file in known.contains { file.hasPrefix($0) } }
    }()

    private static func ids(in page: String) -> [String] {
        page.components(separatedBy: " id=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    @Test(arguments: files) func `every statement of a page is reachable by its own anchor`(file: String) async throws {
        let address = try #require(ReferenceAddress.page(ofFile: file))
        let page = try await TestSite.get(address)
        #expect(page.status == 200)
        let ids = Self.ids(in: page.text)
        #expect(Set(ids).count == ids.count, "\(file) has an id twice")
        let wanted = Self.library.statements.filter { $0.file == file && $0.kind != .frame }
        #expect(!wanted.isEmpty)
        for statement in wanted {
            #expect(ids.contains(HTMLEscaping.escape(statement.id)), "\(statement.id) has no anchor")
            #expect(!statement.id.contains(" "))
        }
    }

    @Test func `every statement has a page of its own that leads back`() async throws {
        let library = Self.library
        for statement in library.statements where statement.kind != .frame && statement.id.hashValue % 7 == 0 {
            let page = try await TestSite.get(StatementPage.address(statement.id))
            #expect(page.status == 200, "\(statement.id)")
            #expect(page.text.contains(HTMLEscaping.escape(statement.id)))
        }
        let missing = try await TestSite.get("/reference/statement?id=therapies/none:open/x")
        #expect(missing.status == 404 && missing.text.contains("no such statement"))
        #expect(try await TestSite.get("/reference/statement").status == 404)
    }

    @Test func `every link inside the reference leads to a page`() async throws {
        var seen: Set<String> = []
        var open = ["/reference", "/reference/changes", "/reference/compare"]
        while let address = open.popLast() {
            guard seen.insert(address).inserted else { continue }
            let page = try await TestSite.get(address)
            #expect(page.status == 200, "\(address)")
            for part in page.text.components(separatedBy: "href=\"").dropFirst() {
                let link = String(part.prefix { $0 != "\"" && $0 != "#" && $0 != "?" })
                if link.hasPrefix("/reference"), link != "/reference/statement" { open.append(link) }
            }
        }
        #expect(seen.count > 30)
    }

    @Test(arguments: [
        ("teclistamab", "talquetamab", ["BCMA", "GPRC5D", "0.06 mg/kg", "0.01 mg/kg", "open statements"]),
        ("epcoritamab", "tarlatamab", ["0.16 mg", "DLL3", "Hospital for 24 h", "Not on file."]),
        ("ciltacabtagene", "elranatamab", ["12 mg", "one infusion"]),
    ])
    func `two therapies stand side by side`(first: String, second: String, facts: [String]) async throws {
        let page = try await TestSite.get("/reference/compare?a=\(first)&b=\(second)")
        #expect(page.status == 200)
        for fact in facts { #expect(page.text.contains(fact), "\(first), \(second) lack \(fact)") }
        for part in ["Schedule", "Windows", "Premedication", "Restart after a delay"] {
            #expect(page.text.contains(part))
        }
        let ids = Self.ids(in: page.text)
        #expect(Set(ids).count == ids.count)
    }

    @Test func `a therapy that is not on file is said, and the page still offers the lists`() async throws {
        let page = try await TestSite.get("/reference/compare?a=nothing&b=teclistamab")
        #expect(page.status == 200 && page.text.contains("One of the two is not on file"))
        #expect(page.text.contains("name=\"a\""))
    }

    @Test func `a therapy to read about is marked and offered nowhere to start or calculate`() async throws {
        let page = try await TestSite.get("/reference/therapies/epcoritamab").text
        #expect(page.contains("no course can be started with it") && page.contains("0.16 mg"))
        #expect(!page.contains("/calculators/dose?therapy=epcoritamab"))
        let dose = try await TestSite.get("/calculators/dose").text
        #expect(dose.contains("teclistamab") && !dose.contains("epcoritamab"))
        let forced = try await TestSite.get("/calculators/dose?therapy=epcoritamab&dose=step-up-1&weight=70").text
        #expect(!forced.contains("0.16 mg"))
        for name in ["epcoritamab", "Epkinly", "tarlatamab-dlle"] {
            let refusal = #expect(throws: FieldError.self) { try TherapyNames.therapy(name, in: TestSite.protocols) }
            #expect(refusal?.code == "therapy.reference-only" && refusal?.given.contains("did you mean") == false)
        }
    }

    @Test func `search works without a script and says how many it found`() async throws {
        let page = try await TestSite.get("/reference?q=IVIG")
        #expect(page.text.contains("role=\"status\">") && page.text.contains("found.</p>"))
        let first = page.text.components(separatedBy: "class=\"hit\"").dropFirst().first ?? ""
        #expect(first.contains("/reference/topics/immunoglobulin"))
        #expect(page.text.contains("#reference/immunoglobulin:"))
        let hostile = try await TestSite.get("/reference?q=" + TestSite.encode("\"><script>alert(1)</script>"))
        #expect(hostile.status == 200 && !hostile.text.contains("<script>alert"))
    }

    @Test func `the documents are there for a browser that searches offline`() async throws {
        let answer = try await TestSite.get("/reference/documents.json")
        let json = try JSON.parse(answer.text)
        let documents = try #require(json["documents"]?.array)
        #expect(documents.count == Self.library.documents.count)
        #expect(documents.allSatisfy { $0["title"]?.string?.isEmpty == false && $0["sections"]?.array != nil })
    }

    @Test func `what changed names the release in use`() async throws {
        let page = try await TestSite.get("/reference/changes").text
        #expect(page.contains("2026.11-draft") && page.contains("in use here"))
        #expect(page.contains("/reference/topics/car-t-after-care"))
    }
}
