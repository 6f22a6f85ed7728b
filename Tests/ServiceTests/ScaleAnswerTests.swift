import Clinical
import JSONText
import Service
import Testing

/// The scales of the command-line contract.
@Suite struct ScaleAnswerTests {
    let calculators = Calculators(TestPractice.protocols)

    private func grade(
        _ scale: String, _ given: String, term: String? = nil, version: String? = nil,
        choices: [String: String] = [:]
    ) throws -> Answer {
        try calculators.grade(
            scale, term: term, version: version, findings: try JSON.parse(given), choices: choices)
    }

    static let keys = ["scale", "grade", "verdict", "possible", "ask", "row", "because", "flags", "source"]

    @Test(
        arguments: [
            ("icaht", #"{"kind":"late","anc":[{"day":33,"perUl":900},{"day":40,"perUl":1400}]}"#, nil as String?, 2),
            ("iec-hs", #"{"ferritinNgPerMl":9000,"ferritinUlnNgPerMl":300,"severity":"severe"}"#, nil, 3),
            ("icans-child", #"{"ageYears":8,"developmentalDelay":false,"cannotPerformCapd":true}"#, nil, 4),
            ("ctcae", #"{"ancPerUl":400}"#, "neutropenia", 4),
        ] as [(String, String, String?, Int)])
    func `a scale answers with the keys of the contract`(
        scale: String, given: String, term: String?, expected: Int
    ) throws {
        let answer = try grade(scale, given, term: term)
        for key in Self.keys { #expect(answer.json[key] != nil, "\(key)") }
        #expect(answer.json["grade"]?.int == expected && answer.status == .answered)
        #expect(answer.json["verdict"]?.string == "grade")
    }

    @Test func `a score adds points and category and says what is still possible`() throws {
        let whole = try grade(
            "car-hematotox",
            #"{"plateletsPerNl":110,"ancPerUl":950,"hemoglobinGPerDl":10.1,"crpMgPerDl":4.2,"ferritinNgPerMl":540}"#)
        #expect(whole.json["points"]?.int == 3 && whole.json["category"]?.string == "high")
        for key in Self.keys { #expect(whole.json[key] != nil, "\(key)") }
        let part = try grade("car-hematotox", #"{"plateletsPerNl":220,"ancPerUl":3400,"hemoglobinGPerDl":12.4}"#)
        #expect(part.json["points"] == .null && part.json["category"] == .null)
        #expect(part.json["verdict"]?.string == "indeterminate")
        #expect(part.json["possible"] == [0, 1, 2, 3])
        #expect(part.json["possibleCategories"] == ["low", "high"])
        #expect(part.json["ask"]?.array?.first?.string == "ferritinNgPerMl")
    }

    @Test func `the version of CTCAE is the one asked for, else the one signed`() throws {
        let given = #"{"ancPerUl":400}"#
        #expect(try grade("ctcae", given, term: "neutropenia").json["version"]?.string == "5")
        let six = try grade("ctcae", given, term: "neutropenia", choices: ["ctcae-version": "6"])
        #expect(six.json["version"]?.string == "6" && six.json["grade"]?.int == 3)
        let five = try grade("ctcae", given, term: "neutropenia", version: "5", choices: ["ctcae-version": "6"])
        #expect(five.json["version"]?.string == "5" && five.json["grade"]?.int == 4)
    }

    @Test(
        arguments: [
            ("lymphopenia", "6"), ("injection-site-reaction", nil), ("weight-loss", nil), ("nail_changes", "5"),
            ("crs", "5"),
        ] as [(String, String?)])
    func `a row that was not read is not on file`(term: String, version: String?) throws {
        let answer = try grade("ctcae", "{}", term: term, version: version)
        #expect(answer.status == .notOnFile && answer.json["notOnFile"]?.bool == true)
        #expect(answer.json["where"]?.string?.isEmpty == false && answer.json["grade"] == .null)
    }

    @Test func `a row whose version nobody stated says so`() throws {
        let answer = try grade("ctcae", #"{"severity":"intake-altered"}"#, term: "dry-mouth")
        #expect(answer.json["version"]?.string == "unstated" && answer.json["grade"]?.int == 2)
        #expect(answer.text.contains("does not state the version"))
    }

    @Test(
        arguments: [
            ("ctcae", nil, nil, "term"), ("ctcae", "neutropeni", nil, "term"), ("icaht", nil, "5", "ctcae"),
            ("crs", "neutropenia", nil, "term"), ("ichat", nil, nil, "scale"),
        ] as [(String, String?, String?, String)])
    func `a wrong call names its field`(scale: String, term: String?, version: String?, field: String) {
        let wrong = #expect(throws: FieldError.self) { try grade(scale, "{}", term: term, version: version) }
        #expect(wrong?.field == field)
    }

    @Test func `days without a value leave every grade they could mean, and say which to measure`() throws {
        let days = (0...30).filter { ![11, 12].contains($0) }.map { day in
            "{\"day\":\(day),\"perUl\":\((5...10).contains(day) ? 300 : 2000)}"
        }
        let given = "{\"kind\":\"early\",\"counting\":\"longest-run\",\"anc\":[\(days.joined(separator: ","))]}"
        let json = try grade("icaht", given).json
        #expect(json["possible"] == [1, 2] && json["ask"]?.array?.first?.string == "anc")
        #expect(json["missingDays"]?.array?.first?["days"] == [11, 12])
        #expect(json["missingDays"]?.array?.first?["measureFirst"]?.int == 11)
        #expect(json["bridged"]?["grade"]?.int == 1)
        #expect(json["thrombocytopenia"]?["verdict"]?.string == "indeterminate")
    }

    @Test func `contradictory findings are pointed out beside the grade`() throws {
        let json = try grade("crs", #"{"temperatureC":38.6,"hypotension":false,"vasopressors":["norepinephrine"]}"#)
            .json
        #expect(json["contradictions"]?.array?.count == 1 && json["worst"]?.int == 4)
        #expect(json["flags"]?.array?.first == json["contradictions"]?.array?.first)
    }

    @Test(arguments: [
        (#"{"temperatureF":38}"#, "°C"), (#"{"temperatureC":101}"#, "°F"),
        (#"{"temperatureC":38.5,"temperatureF":99}"#, "which of the two"),
    ])
    func `mixed-up or disagreeing temperatures are refused with a question`(given: String, asks: String) {
        let wrong = #expect(throws: FieldError.self) { try grade("crs", given) }
        #expect(wrong?.allowed.contains(asks) == true && wrong?.allowed.hasSuffix("?") == true)
    }
}
