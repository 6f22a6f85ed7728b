import ArgumentParser
import Foundation

/// The command line: the same engine as the pages.
@main
struct Stepwell: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stepwell",
        abstract: "What now, why, and who is told: bispecific antibodies in community oncology.",
        discussion: """
            Exit status: 0 answered; 1 a check found faults; 2 the call or its input was wrong; 3 not on file.
            Stepwell supports a licensed clinician; it does not diagnose and never doses by itself.
            """,
        subcommands: [
            Serve.self, Therapies.self, Reference.self, ContentCommand.self, Schedule.self, Dose.self, Restart.self,
            Grade.self, Manage.self,
            Advise.self, LabelCommand.self, Audit.self, Backup.self, Restore.self, JournalCommand.self, Keys.self,
        ])

    /// Own entry point, so that every wrong call ends with status 2 and one line, as the contract says.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            failure.exit()
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch {
            let status = exitCode(for: error)
            guard status != .success else { exit(withError: error) }
            CommandFailure(code: "call", message: oneLine(message(for: error)), status: 2).exit()
        }
    }

    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }
}

/// A command that ends without an answer: one line on standard error and a status.
struct CommandFailure: Error {
    let code: String
    let message: String
    let status: Int32

    func exit() -> Never {
        FileHandle.standardError.write(Data("stepwell: error[\(code)]: \(message)\n".utf8))
        Foundation.exit(status)
    }
}
