import ArgumentParser
import Foundation
import Journal
import Server
import Service

/// Where the practice's journal is.
struct JournalOptions: ParsableArguments {
    @Option(help: "The practice's data folder.") var data: String = ".stepwell/practice"
    @Option(
        help: "A PostgreSQL address instead of a file in the data folder, such as postgres://user@host/database.")
    var postgres: String?
    @Option(
        name: .customLong("key"),
        help: "The master key file. Default: master.key in the data folder, or the variable STEPWELL_MASTER_KEY.")
    var keyFile: String?

    var door: JournalDoor { door(folder: data) }

    func door(folder: String) -> JournalDoor {
        JournalDoor(
            folder: folder, postgres: postgres, keyFile: keyFile,
            keyText: ProcessInfo.processInfo.environment[JournalDoor.variable])
    }
}

extension CommandFailure {
    /// One line and a stable code for whatever a room refused.
    static func from(_ error: any Error, status: Int32 = 2) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: failure
        case let error as JournalError: CommandFailure(code: error.code, message: error.description, status: status)
        case let error as RecordError: CommandFailure(code: error.code, message: error.description, status: status)
        case let error as AccountError: CommandFailure(code: error.code, message: error.description, status: status)
        case let error as FolderError: CommandFailure(code: error.code, message: error.description, status: status)
        case let error as SettingsError:
            CommandFailure(code: "serve.settings", message: error.description, status: status)
        case let error as MissingKeys: CommandFailure(code: error.code, message: error.description, status: status)
        default: CommandFailure(code: "failed", message: "\(error)", status: status)
        }
    }

    /// Runs a step; any error ends the command with one line.
    static func guarding<Value>(status: Int32 = 2, _ step: () async throws -> Value) async throws -> Value {
        do {
            return try await step()
        } catch {
            throw from(error, status: status)
        }
    }
}
