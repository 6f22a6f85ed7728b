import ArgumentParser
import Clinical
import Course
import Foundation
import Hummingbird
import Journal
import Logging
import Practice
import Server
import Service

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the pages.")
    @OptionGroup var content: ContentOptions
    @OptionGroup var site: SiteOptions
    @Flag(help: "Serve a demo practice of synthetic patients, made anew at each start.") var demo = false
    @Option(help: "The practice's data folder.") var data: String?
    @Option(help: "A PostgreSQL address for the journal, such as postgres://user@host/database.") var postgres: String?
    @Option(name: .customLong("key"), help: "The master key file. Default: master.key in the data folder.")
    var keyFile: String?
    @OptionGroup var listening: ListeningOptions
    @OptionGroup var directory: DirectoryOptions

    func run() async throws {
        let protocols = try content.protocols()
        let settings = try listening.settings(isDemo: demo)
        let logger = Logger(label: "stepwell")
        let house = try await CommandFailure.guarding { try await open(protocols) }
        let policy = AccessPolicy(
            factorBeforeAnything: !demo, demoAccounts: demo ? Self.demoAccounts : [],
            directory: try directory.signIn(address: listening.address, house: house))
        let application = try await CommandFailure.guarding {
            try buildServer(
                settings: settings,
                world: ServerWorld(
                    protocols: protocols, practice: house.practice, access: AccessWorld(house, policy: policy),
                    signing: house.signing),
                logger: logger)
        }
        try await greet(house, protocols)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.runService() }
                group.addTask { await Waker(practice: house.practice, logger: logger).run() }
                group.addTask { await Sweeper(accounts: house.accounts, audit: house.audit, logger: logger).run() }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            await house.close()
            throw CommandFailure(
                code: "serve.stopped", message: "the server on \(listening.host):\(listening.port) stopped: \(error)",
                status: 1)
        }
        await house.close()
    }

    // MARK: The practice

    private func open(_ protocols: Protocols) async throws -> House {
        let folder = data ?? (demo ? ".stepwell/demo" : ".stepwell/practice")
        if demo { try PracticeFolder.clear(folder) }
        let door = JournalDoor(
            folder: folder, postgres: demo ? nil : postgres, keyFile: demo ? nil : keyFile,
            keyText: demo ? nil : ProcessInfo.processInfo.environment[JournalDoor.variable])
        let (journal, madeKeys) = try await door.sealed()
        if madeKeys, !demo {
            print("A master key was made: \(door.keyPath)")
            print("Keep a copy of it elsewhere. Without it the record cannot be read, by anybody, ever.")
        }
        let home = demo ? DemoPractice.site : try site.site(protocols, id: "practice", name: "Practice")
        if !demo {
            print("\(home.name) counts days in \(home.zoneID). A site file says otherwise: --site FILE")
        }
        let options = content
        let house = try await House.open(
            protocols: protocols, home: home, journal: journal, files: try options.reader(), startsUnsigned: demo)
        if demo {
            try await DemoPractice.load(into: house.practice)
            try await DemoPeople.load(into: house)
        }
        return house
    }

    private static let demoAccounts = DemoPeople.accounts.map {
        DemoAccount(title: $0.role.title, email: $0.email, password: DemoPeople.password)
    }

    private func greet(_ house: House, _ protocols: Protocols) async throws {
        print("Stepwell serves \(house.practice.patientCount) patients at \(listening.address)/")
        print("Content release \(protocols.library.release.id). \(protocols.library.release.note)")
        if demo {
            print("Demo practice: every patient is synthetic. Ready accounts, password \(DemoPeople.password)")
            for account in DemoPeople.accounts {
                print("  \(account.email.padding(toLength: 34, withPad: " ", startingAt: 0))\(account.role.title)")
            }
        } else if house.accounts.needsFirstAdministrator {
            let token = try await CommandFailure.guarding {
                try await house.accounts.firstAdministratorLink(sites: [house.sites.home.id])
            }
            print("Make the first administrator with this link; it is good once, for 72 hours:")
            print("  \(listening.address)/join/\(token)")
        }
        fflush(nil)
    }
}
