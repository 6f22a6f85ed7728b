import ArgumentParser
import Clinical
import Course
import Exchange
import Practice
import Service

struct LabelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label", abstract: "Official drug labels (structured product labeling).", subcommands: [Read.self])

    struct Read: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "A label's sections and tables; with --therapy the statements to confirm beside them.")
        @OptionGroup var content: ContentOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "The label's XML file as downloaded; - for standard input.") var file: String
        @Option(help: "Show this therapy's open, unverified and older statements beside their sections.")
        var therapy: String?

        func run() throws {
            let bytes = try Input.bytes(file)
            let label: LabelDocument
            do {
                label = try MarkupReader.label(bytes)
            } catch {
                throw CommandFailure(code: error.code, message: error.description, status: 2)
            }
            guard let therapy else { return try output.finish(LabelAnswer.run(label)) }
            let library = try content.protocols().library
            guard library.therapy(therapy) != nil else {
                throw CommandFailure.field(
                    FieldError(
                        field: "therapy", given: therapy,
                        allowed: "one of " + library.therapies.map(\.id).joined(separator: ", "),
                        code: "therapy.unknown"))
            }
            let release = try ReleaseSet.reading(try content.files())
            try output.finish(LabelAnswer.run(label, release: release, therapy: therapy))
        }
    }
}

extension ContentCommand {
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What differs between two content folders, statement by statement.")
        @OptionGroup var output: OutputOptions
        @Argument(help: "The older content folder.") var old: String
        @Argument(help: "The newer content folder.") var new: String

        func run() throws {
            do {
                try output.finish(try ContentDiffAnswer.run(old: try files(old), new: try files(new)))
            } catch let error as ContentFaults {
                throw CommandFailure(
                    code: "content.faults", message: error.faults.first?.description ?? "the content has faults",
                    status: 2)
            } catch let error as FolderError {
                throw CommandFailure(code: error.code, message: error.description, status: 2)
            }
        }

        private func files(_ folder: String) throws -> [ContentFile] {
            let files = try ContentFolder.read(folder)
            guard files.contains(where: { $0.path == "release.yaml" }) else {
                throw CommandFailure(
                    code: "content.missing", message: "\(folder): there is no release.yaml; expected a content folder",
                    status: 2)
            }
            return files
        }
    }
}
