import Clinical
import JSONText
import Testing

@Suite struct `Searching the reference` {
    private func first(_ question: String) throws -> String? {
        try RealContent.library.search.search(question).first?.document.id
    }

    @Test(
        arguments: [
            ("crs", "toxicities/crs"), ("CRS", "toxicities/crs"), ("cytokine storm", "toxicities/crs"),
            ("cytokine release", "toxicities/crs"), ("toci", "toxicities/crs"), ("Actemra", "toxicities/crs"),
            ("fever", "toxicities/crs"), ("dex", "toxicities/crs"), ("icans", "toxicities/icans"),
            ("ICE", "toxicities/icans"), ("confusion", "toxicities/icans"), ("IVIG", "reference/immunoglobulin"),
            ("low igg", "reference/immunoglobulin"), ("PJP", "reference/infection-prophylaxis"),
            ("bactrim", "reference/infection-prophylaxis"), ("shingles", "reference/infection-prophylaxis"),
            ("hepatitis b", "reference/infection-prophylaxis"), ("vaccines", "reference/vaccination"),
            ("flu shot", "reference/vaccination"), ("g-csf", "reference/cytopenias"),
            ("low platelets", "reference/cytopenias"), ("neutropenic fever", "reference/febrile-neutropenia"),
            ("taste", "reference/talquetamab-care"), ("nails", "reference/talquetamab-care"),
            ("weight loss", "reference/talquetamab-care"), ("warfarin", "reference/interactions"),
            ("birth control", "reference/pregnancy"), ("REMS", "reference/rems"), ("wallet card", "reference/rems"),
            ("who to call", "reference/home-monitoring"), ("driving", "reference/driving"),
            ("hospital stay", "reference/where-to-stay"), ("prophylactic toci", "reference/tocilizumab-prophylaxis"),
            ("keppra", "reference/seizures"), ("parkinsonism", "reference/late-neurotoxicity"),
            ("facial droop", "reference/late-neurotoxicity"), ("HLH", "reference/hlh"), ("iec-hs", "reference/hlh"),
            ("carvykti diarrhea", "reference/enterocolitis"), ("bridging", "reference/bridging"),
            ("tecvayli", "therapies/teclistamab"), ("talvey", "therapies/talquetamab"),
            ("GPRC5D", "therapies/talquetamab"), ("elrexfio", "therapies/elranatamab"),
            ("lynozyfic", "therapies/linvoseltamab"), ("epkinly", "therapies/epcoritamab"),
            ("columvi", "therapies/glofitamab"), ("lunsumio", "therapies/mosunetuzumab"),
            ("imdelltra", "therapies/tarlatamab"), ("cilta-cel", "therapies/ciltacabtagene"),
            ("abecma", "therapies/idecabtagene"),
        ])
    func `finds first the page a nurse means`(question: String, page: String) throws {
        #expect(try first(question) == page)
    }

    @Test(
        arguments: [
            ("tecvaily", "therapies/teclistamab"), ("teclistmab", "therapies/teclistamab"),
            ("talqetamab", "therapies/talquetamab"), ("elrenatamab", "therapies/elranatamab"),
            ("tociluzumab", "toxicities/crs"), ("tocilzumab", "toxicities/crs"), ("icnas", "toxicities/icans"),
            ("immunoglobuln", "reference/immunoglobulin"), ("vacination", "reference/vaccination"),
            ("parkinsonsim", "reference/late-neurotoxicity"), ("siezure", "reference/seizures"),
            ("pnuemocystis", "reference/infection-prophylaxis"), ("enterocolitus", "reference/enterocolitis"),
        ])
    func `finds the page in spite of a typing error`(question: String, page: String) throws {
        #expect(try first(question) == page)
    }

    @Test(arguments: ["tecl", "talq", "elra", "linvo", "epco", "vacc", "immunog", "febr"])
    func `finds a page by the beginning of its name`(question: String) throws {
        let hit = try #require(try RealContent.library.search.search(question).first)
        let names = [hit.document.title] + hit.document.aliases
        #expect(names.contains { $0.lowercased().hasPrefix(question) }, "\(hit.document.id)")
    }

    @Test(arguments: ["", " ", "?!", "xqzzjv", "\u{0}", "%%%"])
    func `finds nothing for what says nothing`(question: String) throws {
        #expect(try RealContent.library.search.search(question).isEmpty)
    }

    @Test func `a very long question is cut, not refused`() throws {
        let question = "crs " + String(repeating: "tocilizumab ", count: 5000)
        #expect(try RealContent.library.search.search(question).count <= 20)
    }

    @Test func `the lines shown hold every word asked`() throws {
        let hits = try RealContent.library.search.search("valacyclovir 500")
        let hit = try #require(hits.first)
        #expect(hit.document.id == "reference/infection-prophylaxis")
        #expect(hit.lines.first?.text.contains("500 mg twice daily") == true)
        #expect(hits.allSatisfy { $0.lines.count <= 3 })
    }

    @Test func `the same question gives the same answer`() throws {
        let index = try RealContent.library.search
        let once = index.search("infection prophylaxis").map(\.document.id)
        #expect(once == index.search("Infection  PROPHYLAXIS?").map(\.document.id))
    }

    @Test func `every line of every page is a statement of the release, once`() throws {
        let library = try RealContent.library
        let known = Dictionary(grouping: library.statements, by: \.id)
        let lines = library.documents.flatMap(\.lines)
        #expect(lines.count > 1000)
        for line in lines {
            #expect(known[line.id]?.count == 1, "\(line.id)")
            #expect(!line.text.isEmpty && !line.level.isEmpty)
        }
        #expect(Set(lines.map(\.id)).count == lines.count)
    }

    @Test func `the whole reference as JSON stays small enough to keep on a phone`() throws {
        let json = try RealContent.library.documentsJSON
        #expect(json["documents"]?.array?.count == (try RealContent.library.documents.count))
        #expect(json.canonicalBytes().count < 1_500_000)
    }
}
