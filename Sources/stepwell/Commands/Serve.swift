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
    @Option(help: "Loopback address to listen on.") var host = "127.0.0.1"
    @Option(help: "Port to listen on.") var port = 8080

    func run() async throws {
        let protocols = try content.protocols()
        let settings: ServerSettings
        do {
            settings = try ServerSettings(
                host: host, port: port, templates: try folder("Templates"), assets: try folder("Assets"))
        } catch let error as SettingsError {
            throw CommandFailure(code: "serve.settings", message: error.description, status: 2)
        }
        let practice = try await practice(protocols)
        let logger = Logger(label: "stepwell")
        let application = try buildServer(
            settings: settings, world: ServerWorld(protocols: protocols, practice: practice), logger: logger)
        print("Stepwell serves \(practice.patientCount) patients at http://\(host):\(port)/")
        print("Content release \(protocols.library.release.id). \(protocols.library.release.note)")
        if demo { print("Demo practice: every patient is synthetic.") }
        fflush(nil)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.runService() }
                group.addTask { await Waker(practice: practice, logger: logger).run() }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            await practice.close()
            throw CommandFailure(
                code: "serve.stopped", message: "the server on \(host):\(port) stopped: \(error)", status: 1)
        }
        await practice.close()
    }

    private func folder(_ name: String) throws -> String {
        guard let folder = ContentFolder.locate(folder: name) else {
            throw CommandFailure(
                code: "folder.missing", message: "no \(name) folder found; run from the project's folder", status: 2)
        }
        return folder
    }

    private func practice(_ protocols: Protocols) async throws -> PracticeService {
        let folder = data ?? (demo ? ".stepwell/demo" : ".stepwell/practice")
        let rules = try site.rules(protocols)
        do {
            if demo { try PracticeFolder.clear(folder) }
            let journal = try SQLiteJournal(path: try PracticeFolder.make(folder))
            let place =
                demo
                ? DemoPractice.site
                : Site(
                    id: "practice", name: "Practice", zoneID: rules.zone.id, choices: rules.choices)
            let service = try await PracticeService(protocols: protocols, site: place, journal: journal)
            if demo { try await DemoPractice.load(into: service) }
            return service
        } catch let error as JournalError {
            throw CommandFailure(code: error.code, message: error.description, status: 2)
        } catch let error as RecordError {
            throw CommandFailure(code: error.code, message: error.description, status: 2)
        } catch let error as FolderError {
            throw CommandFailure(code: error.code, message: error.description, status: 2)
        }
    }
}
