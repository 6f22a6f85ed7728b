import ArgumentParser
import Clinical
import Foundation
import Identity
import JSONText
import Journal
import Server
import Service

/// The practice's own directory (OpenID Connect).
struct DirectoryOptions: ParsableArguments {
    @Option(help: "Issuer of the practice's own directory (OpenID Connect), as the directory writes it.")
    var directoryIssuer: String?
    @Option(help: "This program's client id there; the secret comes from STEPWELL_DIRECTORY_SECRET.")
    var directoryClient: String?
    @Option(help: "The directory's name on the sign-in button.") var directoryName = "your organisation"

    /// - Parameter address: As people reach this server; the directory sends them back to it.
    func signIn(address: String, house: House) throws -> DirectorySignIn? {
        guard let directoryIssuer else { return nil }
        guard let directoryClient else {
            throw CommandFailure(
                code: "serve.settings", message: "--directory-client is missing beside --directory-issuer", status: 2)
        }
        let secret = ProcessInfo.processInfo.environment["STEPWELL_DIRECTORY_SECRET"].map { Secret(text: $0) }
        let settings: OpenIDSettings
        do throws(OpenIDError) {
            settings = try OpenIDSettings(
                issuer: directoryIssuer, clientID: directoryClient, clientSecret: secret,
                redirectURI: address + "/directory/callback")
        } catch {
            throw CommandFailure(code: error.code, message: error.description, status: 2)
        }
        let provider = OpenIDProvider(settings)
        let journal = house.journal
        let now = house.practice.world.now
        return DirectorySignIn(
            title: directoryName,
            start: {
                let (url, attempt) = try await provider.begin(at: now().milliseconds)
                let token = Token.random()
                try await journal.put(
                    "directory/" + token.hash.hex, attempt.json.bytes(), until: now().adding(minutes: 15).milliseconds)
                return (url, token.text)
            },
            finish: { query, keep in
                // Taken off the shelf: an attempt ends once, whatever comes of it.
                guard let token = Token(keep),
                    let bytes = try await journal.take("directory/" + token.hash.hex, at: now().milliseconds),
                    let attempt = OpenIDAttempt(try JSON.parse(bytes))
                else { throw AccountError.linkOver }
                let identity = try await provider.finish(query: query, attempt: attempt, at: now().milliseconds)
                return ("\(identity.issuer) \(identity.subject)", identity.verifiedEmail ?? "")
            })
    }
}
