import ArgumentParser
import Foundation
import JSONText
import Journal
import Service

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The journal's hash chains.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute the hash chain of every stream again; name the first broken link.")
        @OptionGroup var output: OutputOptions
        @Option(help: "The practice's data folder.") var data: String = ".stepwell/practice"

        func run() async throws {
            let path = PracticeFolder.journal(in: data)
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure(
                    code: "journal.missing", message: "data: there is no journal at \(path)", status: 2)
            }
            do {
                let journal = try SQLiteJournal(path: path)
                let report = try await journal.verify()
                await journal.close()
                try output.finish(AuditReport.answer(report))
            } catch let error as JournalError {
                throw CommandFailure(code: error.code, message: error.description, status: 1)
            }
        }
    }
}
