import Clinical
import Course
import HTTPTypes
import JSONText
import NIOCore
import Practice
import Service

/// The lean way in for check-ins: small JSON bodies with a bearer token to ``path``, decided and sealed on the
/// connection's own thread, without the framework.
///
/// It only ever says yes. The rules are those of the gate and of the record, asked in the same functions; a request they
/// do not admit, or that needs more than memory, has changed nothing and goes on to the routes, which answer it.
struct LeanDoor: Sendable {
    /// In the table of routes, where its need stands.
    static let path = "/api/patients/{id}/events"
    /// Larger bodies go on to the routes.
    static let mostBytes = 16 * 1024

    enum Outcome: Sendable {
        case recorded(version: Int)
        /// Nothing was changed: the routes are to answer.
        case again
        case refused(APIRefusal)
    }

    let practice: PracticeService
    let access: AccessWorld
    let admission: Admission
    let sameSite: SameSiteMiddleware
    let crowd: Crowd
    let rule: RouteRule
    let isOnTLS: Bool

    /// - Returns: `nil` when the table of routes has no such route.
    init?(
        practice: PracticeService, access: AccessWorld, sameSite: SameSiteMiddleware, crowd: Crowd, isOnTLS: Bool
    ) {
        guard let rule = RouteTable.rule(method: "POST", path: Self.path) else { return nil }
        let clock = practice.world.now
        self.practice = practice
        self.access = access
        admission = Admission(world: access, now: { clock().milliseconds })
        self.sameSite = sameSite
        self.crowd = crowd
        self.rule = rule
        self.isOnTLS = isOnTLS
    }

    /// The patient of a request that may come this way; `nil` for all others.
    func patient(_ head: HTTPRequest) -> String? {
        guard head.method == .post, let path = head.path, let id = Self.id(path),
            APIRefusal.isJSON(head.headerFields[.contentType]), head.headerFields[.authorization] != nil,
            head.headerFields[.expect] == nil, head.headerFields[.upgrade] == nil,
            head.headerFields[.connection].map({ $0.lowercased() == "keep-alive" }) ?? true,
            head.headerFields[.contentLength].map({ Int($0).map { $0 <= Self.mostBytes } ?? false }) ?? true
        else { return nil }
        return id
    }

    private static func id(_ path: String) -> String? {
        let before = "/api/patients/"
        let after = "/events"
        guard path.hasPrefix(before), path.hasSuffix(after), path.utf8.count > before.utf8.count + after.utf8.count
        else { return nil }
        let id = path.utf8.dropFirst(before.utf8.count).dropLast(after.utf8.count)
        // As ids are made: anything stranger is for the router to read.
        let isPlain = id.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
        return isPlain ? String(Substring(id)) : nil
    }

    /// Admits, reads, decides and hands over to the commit.
    ///
    /// - Parameter answer: Called once after the entry and its audit are on disk, on any thread; never when the result is
    ///   `false`.
    /// - Returns: Whether it was begun; when not, the routes are to answer.
    func begin(
        _ head: HTTPRequest, patient: String, body: [UInt8], peer: String,
        then answer: @escaping @Sendable (Outcome) -> Void
    ) -> Bool {
        guard !access.accounts.isShared, let act = rule.act, sameSite.refusal(head) == nil,
            let viewer = Newcomer.bearer(head.headerFields).flatMap({ access.accounts.known($0) }),
            admission.verdict(rule, viewer, patient: patient) == .admitted,
            let json = try? JSON.parse(body), let (drafts, expecting) = try? APIEvent.read(json),
            drafts.allSatisfy({ PatientAPI.refusal($0.type, viewer) == nil }), crowd.enter()
        else { return false }
        let entry = admission.entry(
            act, rule, viewer: viewer, patient: patient, from: sameSite.address(head, peer: peer))
        let isBegun = practice.recordAtOnce(
            drafts, patient: patient, expecting: expecting, author: viewer.person.id, act: entry, in: access.audit
        ) { [crowd] result in
            crowd.leave()
            switch result {
            case .success(let version): answer(.recorded(version: version))
            case .failure(.again): answer(.again)
            case .failure(.journal(let code, let message)):
                answer(.refused(APIRefusal(.journal(code: code, message: message))))
            }
        }
        if !isBegun { crowd.leave() }
        return isBegun
    }
}
