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
            abstract: "Compute the hash chain of every stream again; name the first broken link. Needs no keys.")
        @OptionGroup var output: OutputOptions
        @OptionGroup var place: JournalOptions

        func run() async throws {
            let report = try await CommandFailure.guarding {
                let journal = try await place.door.plain(create: false)
                let report = try await journal.verify()
                await journal.close()
                return report
            }
            try output.finish(AuditReport.answer(report))
        }
    }
}
