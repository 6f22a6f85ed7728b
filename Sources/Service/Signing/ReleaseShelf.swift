public import Clinical
import Course
import Journal
import Practice
import Synchronization

/// The site's signed releases as content that advises: the one in force, and older ones for courses pinned to them.
///
/// A signature names the files by their hash and the rows by their ids. Files are kept under `release/HASH` when they are
/// signed; rows stand in the site's stream. A row that was withdrawn advises nobody, whatever was signed.
public final class ReleaseShelf: Sendable {
    public let signing: SigningService
    private let zone: Zone
    /// In force until somebody signs.
    private let unsignedChoices: [String: String]
    /// For the demo practice: courses start before anybody signed.
    private let startsUnsigned: Bool
    private let loaded = Mutex<[String: Protocols]>([:])
    private static let most = 6

    public init(signing: SigningService, zone: Zone, unsignedChoices: [String: String], startsUnsigned: Bool) {
        self.signing = signing
        self.zone = zone
        self.unsignedChoices = unsignedChoices
        self.startsUnsigned = startsUnsigned
    }

    /// Why no course may be started now, in one line; `nil` when one may.
    func refusalToStart() async -> String? {
        guard !startsUnsigned else { return nil }
        do throws(SigningError) {
            return try await signing.refusalToStart()?.description
        } catch {
            return error.description
        }
    }

    /// The content in force, with everything signed on any node up to now.
    ///
    /// - Parameter known: Given back when the site's stream holds nothing newer.
    func current(known: ReleaseContent?) async throws(SigningError) -> ReleaseContent {
        let state = try await signing.state()
        if let known, known.version == state.version { return known }
        let rows = signing.fitting(state.inUse(fitting: signing.release))
        let signature = state.signature.flatMap { $0.hash == signing.release.hash ? $0 : nil }
        return try content(
            signature, files: signing.files, hash: signing.release.hash, rows: rows, state: state)
    }

    /// A release somebody signed, as it advises now.
    ///
    /// - Parameter pin: Hash of its statements.
    /// - Returns: `nil` when nobody signed it here, or its files are not kept whole.
    func content(pinned pin: String) async throws(SigningError) -> ReleaseContent? {
        let state = try await signing.state()
        guard let signature = state.signatures.last(where: { $0.snapshot == pin }),
            let files = try await signing.files(of: signature)
        else { return nil }
        let rows = state.entries.filter { $0.standing == .confirmed && signature.entries.contains($0.id) }
        return try content(signature, files: files, hash: signature.hash, rows: rows, state: state)
    }

    /// The site's rules are those of today in every release: a choice is the site's, not the content's.
    private func content(
        _ signature: SigningState.Signature?, files: [ContentFile], hash: String, rows: [EnteredRow],
        state: SigningState
    ) throws(SigningError) -> ReleaseContent {
        let choices = state.signature?.choices ?? unsignedChoices
        let parts = [hash] + rows.map(\.id)
        let rest = [signature?.snapshot ?? ""] + choices.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }
        let key = KeptBytes.digest(Array((parts + rest).joined(separator: "\n").utf8)).prefix(12)
        return ReleaseContent(
            try protocols(files, rows, key: parts.joined(separator: "\n")),
            rules: SiteRules(zone: zone, choices: choices),
            signed: signature.map {
                SignedRelease(pin: $0.snapshot, name: $0.release, at: $0.at, by: $0.by.line)
            }, version: state.version, key: String(key))
    }

    private func protocols(
        _ files: [ContentFile], _ rows: [EnteredRow], key: String
    ) throws(SigningError) -> Protocols {
        if let kept = loaded.withLock({ $0[key] }) { return kept }
        let made: Protocols
        do {
            let isBase = rows.isEmpty && key == signing.release.hash
            made = Protocols(isBase ? signing.base : try ContentLibrary.load(files, changing: rows.map(\.change)))
        } catch {
            throw .doesNotFit(error.faults.map(\.description))
        }
        loaded.withLock { kept in
            if kept.count >= Self.most { kept = [:] }
            kept[key] = made
        }
        return made
    }
}
