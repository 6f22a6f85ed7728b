import Clinical
import Identity
import Journal
import Practice
import Service
import Testing

/// Passwords hashed at an older cost.
@Suite struct RehashTests {
    @Test func `a password that was right is hashed at the new cost, once, and sessions go on`() async throws {
        let journal = MemoryJournal()
        let old = try await AccountService(journal: journal, hasher: try PasswordHasher(cost: .fast))
        let words = "plum ladder quiet orbit"
        let person = try await old.addReady(
            email: "ana@practice.org", name: "Ana", roles: [.nurse], sites: ["north"],
            passwordHash: try await PasswordHasher(cost: .fast).hash(words))
        let session = try await old.openReady(person)

        let dearer = try PasswordHasher(
            cost: PasswordCost(opsLimit: PasswordCost.fast.opsLimit + 1, memLimit: PasswordCost.fast.memLimit))
        let accounts = try await AccountService(journal: journal, hasher: dearer)
        let stream = try StreamID(kind: "person", id: person.id)
        func signIn(_ password: String) async throws {
            _ = try await accounts.signIn(
                SignInAttempt(email: "ana@practice.org", password: password, address: "192.0.2.1"))
        }
        await #expect(throws: AccountError.self) { try await signIn("not the password") }
        #expect(accounts.directory.person(person.id)?.passwordHash == person.passwordHash)
        try await signIn(words)
        let hash = try #require(accounts.directory.person(person.id)?.passwordHash)
        #expect(hash != person.passwordHash && !dearer.needsRehash(hash))
        let version = try await journal.version(of: stream)
        try await signIn(words)
        #expect(try await journal.version(of: stream) == version)
        guard case .active = try await accounts.state(of: session) else {
            Issue.record("the session ended with the new hash")
            return
        }
    }
}
