import Clinical
import Foundation
import Journal
import Practice
import Service
import Synchronization

/// A site with the real content in memory, whose files a test may change as if somebody edited the folder.
struct SigningWorld {
    static let table = "therapies/teclistamab:volumes/step-up-1+v10"
    static let content: [ContentFile] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Content").path
        return (try? ContentFolder.read(folder)) ?? []
    }()

    static let pharmacist = SigningPerson(id: "p1", name: "Pat Pharm", roles: ["pharmacist"])
    static let physician = SigningPerson(id: "d1", name: "Dee Doc", roles: ["physician"])
    static let director = SigningPerson(id: "m1", name: "Max Med", roles: ["medical-director"])
    static let nurse = SigningPerson(id: "n1", name: "Nina Nurse", roles: ["nurse"])

    let disk = Disk()
    let journal: any Journal
    let service: SigningService

    init(journal: any Journal = MemoryJournal(), files: [ContentFile] = content) async throws {
        self.journal = journal
        disk.files.withLock { $0 = files }
        let disk = disk
        service = try await SigningService(site: "clinic", journal: journal) { () throws(FolderError) in
            disk.files.withLock { $0 }
        }
    }

    final class Disk: Sendable {
        let files = Mutex<[ContentFile]>([])

        /// Replaces words in one file.
        func edit(_ path: String, _ old: String, _ new: String) {
            files.withLock { $0 = SigningWorld.edited($0, path, old, new) }
        }
    }

    static func edited(_ files: [ContentFile], _ path: String, _ old: String, _ new: String) -> [ContentFile] {
        files.map { file in
            guard file.path == path else { return file }
            let text = String(decoding: file.bytes, as: UTF8.self).replacing(old, with: new)
            return ContentFile(path: path, bytes: Array(text.utf8))
        }
    }

    static func label(version: Int = 7, revised: String = "20260501", name: String = "teclistamab-cqyv") -> [UInt8] {
        LabelFixture.bytes(
            LabelFixture.label(version: version, revised: revised).replacing("examplimab-test", with: name))
    }

    func loadLabel(version: Int = 7, revised: String = "20260501") async throws {
        try await service.loadLabel(
            Self.label(version: version, revised: revised), therapy: "teclistamab", by: Self.pharmacist)
    }

    func enter(
        _ kind: ContentChange.Kind = .confirm, _ target: String = table, yaml: String = "", closes: [String] = [],
        by person: SigningPerson = pharmacist
    ) async throws -> String {
        let seen = service.release.line(target)?.hash
        return try await service.enter(
            .init(kind, target: target, seen: seen, yaml: yaml, closes: closes, section: "§2.6 Table 5"), by: person)
    }

    /// Ticks everything that still needs it, in one go.
    func tickAll() async throws {
        let rest = try await service.pending().filter { !$0.isTicked }
        try await service.tick(rest.map { ($0.line.statement.id, $0.line.hash) }, by: Self.physician)
    }

    func shown() async throws -> SigningRules.Shown {
        let rules = try await service.rules()
        return .init(hash: rules.release.hash, snapshot: service.snapshot(rules.effective))
    }

    func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? SigningError)?.code ?? "\(error)" }
    }
}
