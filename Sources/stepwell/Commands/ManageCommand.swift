import ArgumentParser
import Clinical
import Course
import Service

struct Manage: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What to do for a reaction: by grade, for this drug, this weight and this site.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var site: SiteOptions
    @Argument(help: "crs or icans.") var toxicity: String
    @Option(help: "The grade, 1 to 4; several when it is not settled: 2,3.") var grade: String
    @Option(help: "Therapy, for example teclistamab.") var therapy: String
    @Option(help: "Actual body weight in kg. Without it doses are given for each kg.") var weight: String?
    @Option(help: "Doses given so far, as JSON: [{\"medicine\":…,\"at\":…}]; - for standard input.") var given: String?
    @Option(help: "The moment, such as 2026-11-22T02:14:00-06:00. Default: now.") var at: String?
    @Option(help: "When the reaction began, as --at. Without it every dose counts to it.") var began: String?
    @Option(help: "Flags that are known: icans=yes,neutropenia=no.") var flags: String?
    @Option(help: "Whether this grade was reached in an earlier episode: yes or no.") var recurrent: String?

    func run() throws {
        let protocols = try content.protocols()
        let calculators = Calculators(protocols)
        let rules = try site.rules(protocols)
        let grams = try Input.grams(weight)
        let now = try at.map { try Self.instant($0, field: "at") } ?? World.live.now()
        var question = ManagementQuestion(
            toxicity: toxicity, grades: try grades(), therapy: therapy, weight: grams.map { BodyWeight(grams: $0) },
            now: now)
        question.choices = rules.choices
        question.began = try began.map { try Self.instant($0, field: "began") }
        question.recurrent = try recurrent.map { try Self.yesNo($0, field: "recurrent") }
        for pair in flags?.split(separator: ",") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let value = parts.count > 1 ? parts[1] : "nothing"
            question.flags[parts[0]] = try Self.yesNo(value, field: "flags." + parts[0])
        }
        if let given {
            let json = try Input.json(given)
            question.given = try CommandFailure.unwrap { () throws(FieldError) in try calculators.given(json) }
        }
        let asked = question
        try output.finish(
            try CommandFailure.unwrap { () throws(FieldError) in
                try calculators.manage(asked, zone: rules.zone)
            })
    }

    private func grades() throws -> Set<Int> {
        var grades: Set<Int> = []
        for part in grade.split(separator: ",", omittingEmptySubsequences: false) {
            grades.insert(try Input.whole(String(part), field: "grade"))
        }
        return grades
    }

    private static func instant(_ text: String, field: String) throws -> Instant {
        guard let instant = Instant(iso: text) else {
            throw CommandFailure.field(
                FieldError(
                    field: field, given: text,
                    allowed: "a date and time with its offset, such as 2026-11-22T02:14:00-06:00",
                    code: "field.instant"))
        }
        return instant
    }

    private static func yesNo(_ text: String, field: String) throws -> Bool {
        guard text == "yes" || text == "no" else {
            throw CommandFailure.field(
                FieldError(
                    field: field, given: text, allowed: "yes or no; leave it out when unknown", code: "field.kind"))
        }
        return text == "yes"
    }
}
