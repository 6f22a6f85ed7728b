import ArgumentParser
import Foundation
import JSONText
import Journal
import Service

/// Copies the journal of a running practice into one file.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Back up the journal into one file, while it is in use, and verify the copy.",
        discussion:
            "The master key is not in the backup: keep a copy of it elsewhere. Patients erased later are still in it.")
    @OptionGroup var output: OutputOptions
    @Option(help: "The practice's data folder.") var data = ".stepwell/practice"
    @Argument(help: "The file to make; one that exists is left alone.") var file: String

    func run() async throws {
        let report = try await CommandFailure.guarding(status: 1) {
            guard let journal = try await JournalDoor(folder: data).plain(create: false) as? SQLiteJournal else {
                throw CommandFailure(code: "backup.store", message: "only a journal in a file has a backup", status: 2)
            }
            let report = try await journal.backup(to: file)
            await journal.close()
            return report
        }
        try output.finish(AuditReport.answer(report, of: file))
    }
}

/// Puts a backup in the place of a practice's journal.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a practice's journal from a backup, and verify it. A journal that exists is never overwritten.",
        discussion: "Sessions end. Patients erased after the backup was made are back: erase them again.")
    @OptionGroup var output: OutputOptions
    @Option(help: "The practice's data folder.") var data = ".stepwell/practice"
    @Argument(help: "The backup.") var file: String

    func run() async throws {
        let report = try await CommandFailure.guarding(status: 1) {
            try await SQLiteJournal.restore(from: file, to: try PracticeFolder.make(data))
        }
        try output.finish(AuditReport.answer(report, of: PracticeFolder.journal(in: data)))
    }
}

/// Moves a journal between SQLite and PostgreSQL.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Move the journal.", subcommands: [Copy.self])

    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the journal between a data folder and PostgreSQL, in either direction, and verify both.",
            discussion: "Stop the servers first. The target must be empty. Copy the master key file yourself.")
        @OptionGroup var output: OutputOptions
        @Option(help: "Where to copy from: a data folder or a postgres:// address.") var from: String
        @Option(help: "Where to copy to: a data folder or a postgres:// address.") var to: String

        func run() async throws {
            let report = try await CommandFailure.guarding(status: 1) {
                let source = try await Self.door(from).plain(create: false)
                let target = try await Self.door(to).plain(create: true)
                let report = try await copyJournal(from: source, to: target)
                await source.close()
                await target.close()
                return report
            }
            try output.finish(
                Answer(
                    json: ["streams": .int(report.streams), "events": .int(report.events), "intact": true],
                    text: "\(report.streams) streams, \(report.events) events copied; every chain is the same."))
        }

        private static func door(_ place: String) -> JournalDoor {
            let isAddress = place.hasPrefix("postgres://") || place.hasPrefix("postgresql://")
            return JournalDoor(folder: place, postgres: isAddress ? place : nil)
        }
    }
}

/// The master keys.
struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The master keys.", subcommands: [Rotate.self, Erase.self])

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a new master key and wrap the keys of all streams under it.",
            discussion: """
                Servers that use the same key file go on without a restart. For servers with a copy of the file: rotate \
                with --keep-old, hand the file out, then rotate again. Keep a copy of the old file with older backups.
                """)
        @OptionGroup var place: JournalOptions
        @Flag(help: "Leave the old keys in the file, behind the new one.") var keepOld = false

        func run() async throws {
            let count = try await CommandFailure.guarding(status: 1) {
                let (journal, _) = try await place.door.sealed()
                let count = try await journal.rotate(keepingOld: keepOld)
                await journal.close()
                return count
            }
            print("\(count) keys are under a new master key. Keep a new copy of \(place.door.keyPath) elsewhere.")
        }
    }

    struct Erase: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Destroy the keys of one patient's record: nobody can read it again. The chain still verifies.",
            discussion: "Stop the server first, or use its page. Backups made before still hold the keys.")
        @OptionGroup var place: JournalOptions
        @Argument(help: "The patient's id, as in the address of the patient's page.") var patient: String
        @Flag(help: "Say that you mean it.") var forGood = false

        func run() async throws {
            guard forGood else {
                throw CommandFailure(
                    code: "keys.erase", message: "for-good: this cannot be undone; repeat it with --for-good", status: 2
                )
            }
            let found = try await CommandFailure.guarding(status: 1) {
                let (journal, _) = try await place.door.sealed()
                let found = try await House.eraseKeys(of: patient, in: journal)
                await journal.close()
                return found
            }
            guard found else {
                throw CommandFailure(code: "patient.unknown", message: "patient: there is no such patient", status: 2)
            }
            print("The record is erased. Its events stay, unreadable, and the chain verifies.")
        }
    }
}
