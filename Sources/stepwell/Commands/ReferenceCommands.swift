import ArgumentParser
import Clinical
import Course
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

struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The reference: search, or all of it for another program.",
        subcommands: [Search.self, Documents.self])

    struct Search: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pages and lines for some words: drugs, brands, abbreviations, typing errors.")
        @OptionGroup var content: ContentOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "What to look for.")
        var words: [String]

        func run() throws {
            let library = try content.protocols().library
            try output.finish(ReferenceAnswer.search(words.joined(separator: " "), in: library))
        }
    }

    struct Documents: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every page with its lines, sources and levels, as one JSON object.")
        @OptionGroup var content: ContentOptions
        @OptionGroup var output: OutputOptions

        func run() throws { try output.finish(ReferenceAnswer.documents(of: try content.protocols().library)) }
    }
}
