import ArgumentParser
import Clinical
import Service

struct Schedule: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The planned doses of a regimen, with windows.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var site: SiteOptions
    @Option(help: "Therapy, for example teclistamab.") var therapy: String
    @Option(help: "Regimen; without it the therapy's default.") var regimen: String?
    @Option(help: "Day of the first dose, YYYY-MM-DD.") var start: String
    @Option(help: "Actual body weight in kg.") var weight: String?
    @Option(help: "How many doses.") var doses: String?
    @Flag(help: "Print a calendar file instead.") var ics = false

    func run() throws {
        let protocols = try content.protocols()
        let calculators = Calculators(protocols)
        let day = try Input.day(start, field: "start")
        let grams = try Input.grams(weight)
        let count = try doses.map { try Input.whole($0, field: "doses") }
        let rules = try site.rules(protocols)
        let (answer, planned) = try CommandFailure.unwrap { () throws(FieldError) in
            try calculators.schedule(
                therapy: therapy, regimen: regimen, start: day, grams: grams, doses: count, rules: rules)
        }
        guard ics else { return try output.finish(answer) }
        let text = try CommandFailure.unwrap { () throws(FieldError) in
            try calculators.calendar(planned, therapy: therapy, stamp: World.live.now())
        }
        print(text, terminator: "")
    }
}

struct Dose: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Amount, volume, vials and syringes of a dose.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "Therapy, for example teclistamab.") var therapy: String
    @Option(help: "Regimen; without it the therapy's default.") var regimen: String?
    @Option(help: "Dose name, for example step-up-1.") var dose: String
    @Option(help: "Actual body weight in kg.") var weight: String?

    func run() throws {
        let calculators = Calculators(try content.protocols())
        let grams = try Input.grams(weight)
        try output.finish(
            try CommandFailure.unwrap { () throws(FieldError) in
                try calculators.dose(therapy: therapy, regimen: regimen, dose: dose, grams: grams)
            })
    }
}

struct Restart: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What to give after a delay.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "Therapy, for example teclistamab.") var therapy: String
    @Option(help: "Regimen; needed where the answer depends on it.") var regimen: String?
    @Option(help: "The dose given last, for example step-up-2.") var last: String
    @Option(help: "Whole days since it.") var days: String

    func run() throws {
        let calculators = Calculators(try content.protocols())
        let count = try Input.whole(days, field: "days")
        try output.finish(
            try CommandFailure.unwrap { () throws(FieldError) in
                try calculators.restart(therapy: therapy, regimen: regimen, last: last, days: count)
            })
    }
}
