import ArgumentParser
import Service

struct Therapies: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The drugs on file.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var output: OutputOptions

    func run() throws { try output.finish(Calculators(try content.protocols()).therapies()) }
}

struct ContentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "content", abstract: "The content and its proofs.", subcommands: [Check.self, Diff.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read everything, prove every table, run every example; list every fault.")
        @OptionGroup var content: ContentOptions
        @OptionGroup var output: OutputOptions

        func run() throws { try output.finish(ContentCheck.run(try content.files())) }
    }
}
