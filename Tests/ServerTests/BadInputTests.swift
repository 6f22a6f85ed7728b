import Foundation
import Testing

@Suite struct BadInputTests {
    static let hostile = [
        "<script>alert(1)</script>", "\"' onfocus=alert(1) x=\"", "\"\u{301} onfocus=\"\u{301}alert(1)",
        "{{title}}{{{svg}}}", "🩸💉👩🏽‍⚕️", String(repeating: "A", count: 19_000), "\u{0}\u{1F}",
        "../../etc/passwd", "-1e999",
    ]
    /// What must never stand in a page when the hostile texts were sent.
    static let breakouts = ["<script>alert", "\" onfocus=", "\"\u{301} onfocus"]
    static let fields: [(path: String, fields: [String])] = [
        ("/reference", ["q"]), ("/calculators/restart", ["therapy", "regimen", "last", "days"]),
        ("/calculators/dose", ["therapy", "regimen", "dose", "weight"]),
        ("/calculators/schedule", ["therapy", "regimen", "start", "doses"]),
        (
            "/calculators/crs",
            ["temperature", "temperatureUnit", "vasopressors", "oxygen.device", "oxygen.flowLPerMin", "hypotension"]
        ),
        ("/calculators/icans", ["ice", "iceItems.year", "arousal", "seizure", "icpSigns", "death"]),
    ]

    @Test func `hostile text in every field is escaped and never breaks a page`() async throws {
        for (path, names) in Self.fields {
            for name in names {
                for text in Self.hostile {
                    let base = name == "therapy" || path == "/reference" ? "" : "therapy=teclistamab&"
                    let page = try await TestSite.get("\(path)?\(base)\(name)=\(TestSite.encode(text))")
                    #expect(
                        page.status == 200 || page.status == 422, "\(path) \(name) \(text.prefix(20)): \(page.status)")
                    for breakout in Self.breakouts { #expect(!page.text.contains(breakout), "\(path) \(name)") }
                }
            }
        }
    }

    @Test func `100 KB, broken percent-encoding and broken UTF-8 get one clear line`() async throws {
        for query in [String(repeating: "A", count: 100_000), "%", "%2", "%ZZ", "%FF%FE", "a%C3"] {
            let page = try await TestSite.get("/reference?q=" + query)
            #expect(page.status == 400)
            #expect(page.text.contains("This request cannot be read"))
        }
    }

    @Test(arguments: [
        ("dose?therapy=teclistamab&dose=step-up-1&weight=0", "Given 0. Expected 0.001 to 400 kg."),
        ("dose?therapy=teclistamab&dose=step-up-1&weight=401", "Given 401. Expected 0.001 to 400 kg."),
        ("dose?therapy=teclistamab&dose=step-up-1&weight=71%2C4", "Write the decimal with a point."),
        ("dose?therapy=teclistamab&dose=step-up-1", "the actual body weight"),
        ("crs?temperature=101.5", "If the thermometer shows Fahrenheit, choose °F."),
        ("crs?temperature=46", "Expected 30 to 45 °C."),
        ("icans?ice=11", "0 to 10 points"),
        ("schedule?therapy=teclistamab&start=2026-02-30", "Expected a day that exists"),
        ("restart?therapy=teclistmab&days=3", "did you mean teclistamab?"),
        ("restart?therapy=teclistamab&last=step-up-9&days=3", "did you mean step-up-"),
        ("restart?therapy=teclistamab&last=weekly&days=-1", "Expected 0 to 3650 days."),
        ("crs?oxygen.device=cpapp", "did you mean cpap?"),
    ])
    func `a wrong value is marked, kept and says what is allowed`(query: String, words: String) async throws {
        let page = try await TestSite.get("/calculators/" + query)
        #expect(page.status == 422)
        #expect(page.text.contains(words))
        #expect(page.text.contains("<title>Error: "))
        #expect(page.text.contains("autofocus"))
        #expect(!page.text.contains("id=\"answer-head\""))
    }

    @Test func `the typed value comes back in its field`() async throws {
        let page = try await TestSite.get("/calculators/dose?therapy=teclistamab&dose=step-up-1&weight=7l.4").text
        #expect(page.contains("value=\"7l.4\"") && page.contains("aria-invalid=\"true\""))
        let day = try await TestSite.get("/calculators/schedule?therapy=teclistamab&start=2026-02-30").text
        #expect(day.contains("type=\"text\" id=\"f-start\" name=\"start\" value=\"2026-02-30\""))
    }
}
