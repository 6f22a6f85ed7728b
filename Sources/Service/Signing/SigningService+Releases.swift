import Clinical
import JSONText
import Journal
public import Practice

/// Signed releases stay readable: their statements for people, their files for courses that run under them.
extension SigningService {
    /// Keeps the files of the release that runs, under its hash.
    func keepFiles(author: String) async throws(SigningError) {
        do {
            _ = try await snapshots.keep(ReleaseSet.framed(files), author: author, site: site)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }

    /// The files a signature names.
    ///
    /// - Returns: `nil` when they are not kept whole.
    func files(of signature: SigningState.Signature) async throws(SigningError) -> [ContentFile]? {
        if signature.hash == release.hash { return files }
        do {
            return try await snapshots.read(signature.hash).flatMap { ReleaseSet.files(framed: $0) }
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }

    /// The statements of a release that was signed here, as they were signed.
    ///
    /// - Returns: `nil` when nobody signed it here.
    public func signed(pin: String) async throws(SigningError) -> ReleaseSet? {
        guard let signature = try await state().signatures.last(where: { $0.snapshot == pin }) else { return nil }
        return try await statements(of: signature)
    }

    /// What differs, statement by statement, between a signed release and the one signed last.
    ///
    /// - Parameter pin: `nil`, or a release that was not signed here: then everything is added.
    /// - Throws: ``SigningError/unsigned`` when nobody signed yet.
    public func diff(from pin: String?) async throws(SigningError) -> ReleaseDiff {
        guard let newest = try await lastSigned(try await state()) else { throw .unsigned }
        var old: ReleaseSet?
        if let pin { old = try await signed(pin: pin) }
        return ReleaseDiff.between(old, newest)
    }

    func statements(of signature: SigningState.Signature) async throws(SigningError) -> ReleaseSet {
        let bytes: [UInt8]?
        do {
            bytes = try await snapshots.read(signature.snapshot)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
        guard let bytes, let json = try? JSON.parse(bytes), let set = ReleaseSet(snapshot: json) else {
            throw .journal(
                code: "signing.snapshot",
                message: "the statements signed as \(signature.snapshot.prefix(12)) are not in the journal whole")
        }
        return set
    }
}
