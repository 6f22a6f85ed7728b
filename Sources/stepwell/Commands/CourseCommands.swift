import ArgumentParser
import Clinical
import Course
import Service

struct Grade: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Grade a reaction or score a scale from findings.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var site: SiteOptions
    @Argument(help: "crs, icans, icans-child, icaht, iec-hs, car-hematotox or ctcae.") var scale: String
    @Option(help: "What to grade by CTCAE, for example neutropenia.") var term: String?
    @Option(help: "Version of CTCAE; without it the one the site signed.") var ctcae: String?
    @Option(help: "Findings as JSON; - for standard input.") var input: String

    func run() throws {
        let protocols = try content.protocols()
        let findings = try Input.json(input)
        let rules = try site.rules(protocols)
        try output.finish(
            try CommandFailure.unwrap { () throws(FieldError) in
                try Calculators(protocols).grade(
                    scale, term: term, version: ctcae, findings: findings, choices: rules.choices)
            })
    }
}

struct Advise: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is due and what the content says about a course, at one moment.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var site: SiteOptions
    @Argument(help: "The course as JSON: {\"events\":[…]}; - for standard input.") var course: String
    @Option(help: "The moment, such as 2026-11-22T02:14:00-06:00.") var at: String

    func run() throws {
        let protocols = try content.protocols()
        guard let now = Instant(iso: at) else {
            throw CommandFailure.field(
                FieldError(
                    field: "at", given: at,
                    allowed: "a date and time with its offset, such as 2026-11-22T02:14:00-06:00",
                    code: "field.instant"))
        }
        let json = try Input.json(course)
        // Without a site the days are those of the offset the moment was given in.
        let rules = try site.site == nil ? SiteRules(zone: Zone(offsetOf: at)) : site.rules(protocols)
        try output.finish(
            try CommandFailure.unwrap { () throws(FieldError) in
                try Calculators(protocols).advise(course: json, at: now, rules: rules)
            })
    }
}
