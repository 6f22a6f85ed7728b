import HTTPTypes
import Practice
import Service
import Testing

@testable import Server

@Suite struct DirectoryPageTests {
    private struct Unconfirmed: Error {}

    /// A directory that vouches for whoever the query names.
    private static let directory = DirectorySignIn(
        title: "Clinic directory", start: { ("https://directory.example/authorize?state=1", "kept-text") },
        finish: { query, keep in
            guard keep == "kept-text", query.hasPrefix("who=") else { throw Unconfirmed() }
            let who = String(query.dropFirst(4))
            return ("https://directory.example \(who)", "\(who)@practice.org")
        })

    @Test func `the way there and back signs in, and the cookies are the right ones`() async throws {
        let world = try await AccountsWorld.make(policy: AccessPolicy(directory: Self.directory))
        let browser = world.nobody
        #expect(try await browser.get("/sign-in").text.contains("Sign in with Clinic directory"))
        let start = try await browser.get("/directory/start")
        #expect(start.location == "https://directory.example/authorize?state=1")
        #expect(start.cookies.contains { $0.hasPrefix(Cookies.directory) && $0.contains("SameSite=Lax") })
        let back = try await browser.get("/directory/callback?who=nurse")
        // A redirect would lose the Strict cookie, because it began on another site.
        let refresh = try #require(HTTPField.Name("Refresh"))
        #expect(back.status == 200 && back.headers[refresh] == "0; url=/")
        #expect(browser[Cookies.directory] == nil)
        #expect(try await browser.get("/board").status == 200)
        #expect(try await world.acts(.signedIn).count == 1)
    }

    @Test(arguments: ["who=stranger", "error=access_denied", ""])
    func `whoever is not confirmed or not invited stays outside`(query: String) async throws {
        let world = try await AccountsWorld.make(policy: AccessPolicy(directory: Self.directory))
        let browser = world.nobody
        _ = try await browser.get("/directory/start")
        let back = try await browser.get("/directory/callback?\(query)")
        #expect(back.status == 422 && browser[Cookies.session] == nil && browser[Cookies.directory] == nil)
        #expect(try await world.acts(.signInFailed).count == 1)
    }

    @Test func `a way back that this browser did not start is refused`() async throws {
        let world = try await AccountsWorld.make(policy: AccessPolicy(directory: Self.directory))
        let browser = world.nobody
        #expect(try await browser.get("/directory/callback?who=nurse").status == 422)
        #expect(browser[Cookies.session] == nil)
        let without = try await AccountsWorld.make()
        #expect(try await without.nobody.get("/directory/start").status == 404)
    }
}
