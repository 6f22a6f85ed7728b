import Clinical
import Course
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSONText
import Journal
import Service
import Synchronization
import Testing

@testable import Server

/// A practice with a clock that stands still, and its pages as a browser gets them.
struct PatientPagesWorld: Sendable {
    /// 22 November 2026, 12:00 in Chicago.
    static let noon = Instant(milliseconds: 1_795_370_400_000)

    let signedIn: SignedIn
    var practice: PracticeService { signedIn.house.practice }
    var protocols: Protocols { practice.protocols }

    /// - Parameter demo: Fills the practice with the twelve demo patients.
    static func make(demo: Bool = true, now: Instant = noon) async throws -> PatientPagesWorld {
        let counter = Atomic<UInt64>(1000)
        let world = World(
            now: { now },
            newID: {
                let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
                return World.uuid7(at: now, high: number, low: number &* 0x9E37_79B9_7F4A_7C15)
            })
        let signedIn = try await SignedIn(protocols: TestSite.protocols, world: world)
        let practice = signedIn.house.practice
        if demo { try await DemoPractice.load(into: practice) }
        try await practice.wake(now: now)
        return PatientPagesWorld(signedIn: signedIn)
    }

    /// The page as text, after its status was checked.
    func page(_ path: String, status: HTTPResponse.Status = .ok) async throws -> String {
        try await signedIn.app().test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: [.authorization: signedIn.header]) { response in
                #expect(response.status == status)
                return String(buffer: response.body)
            }
        }
    }

    func id(of name: String) throws -> String {
        try #require(practice.board(now: Self.noon).rows.first { $0.patient.name.hasPrefix(name) }).patient.id
    }

    func patientPage(_ name: String) async throws -> String { try await page("/patients/" + id(of: name)) }

    func register(_ name: String, allergies: String? = nil) async throws -> String {
        try await practice.register(
            ["name": .string(name), "born": "1950-02-03", "allergies": .optional(allergies)],
            at: Self.noon.adding(hours: -200),
            author: "unsigned"
        ).id
    }
}

extension String {
    /// What stands between two texts, first match.
    func between(_ start: String, _ end: String) -> String {
        guard let from = range(of: start), let to = self[from.upperBound...].range(of: end) else { return "" }
        return String(self[from.upperBound..<to.lowerBound])
    }

    func comesBefore(_ later: String, in text: String) -> Bool {
        guard let first = text.range(of: self), let second = text.range(of: later) else { return false }
        return first.lowerBound < second.lowerBound
    }

    /// Without tags, spaces folded: what a person reads.
    var words: String {
        replacingOccurrences(of: "<[^>]*>", with: " ", options: .regularExpression)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
