import Clinical
import Hummingbird
import Practice
import Service

/// Who did what: a day of the practice, and every glass that was broken.
struct AuditController: Sendable {
    static let templates = ["audit/day", "audit/broken-glass", "audit/partials/entries", "audit/partials/glass"]
    /// Acts of one day that a page shows; the file has more.
    static let mostShown = 500
    static let mostRead = 50_000
    /// How long a broken glass stays on the page and on the medical director's board.
    static let glassDays = 30
    static let bannerHours = 24

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/audit") { request, context in try await day(request, context) }
        router.get("/audit.csv") { request, _ in try await file(request) }
        router.get("/audit/broken-glass") { _, context in try await brokenGlass(context) }
    }

    private func entries(of day: Day) async throws -> [AuditEntry] {
        do throws(AccountError) {
            return try await office.world.audit.all(
                from: office.zone.instant(day), to: office.zone.instant(day + 1), limit: Self.mostRead)
        } catch {
            throw error.refusal
        }
    }

    private func day(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try FormData(query: request))
        let today = office.zone.day(of: office.now)
        let asked = form.given("day")
        let read = asked.flatMap { Day($0) }
        if asked != nil, read == nil { form.fail("day", "Write the day as YYYY-MM-DD, such as \(today.iso).") }
        let day = read ?? today
        form.setDefault("day", day.iso)
        try await office.readOthers()
        let all = form.hasErrors ? [] : try await entries(of: day)
        let rows = all.reversed().prefix(Self.mostShown).map { AuditRow($0, viewer: viewer, office: office) }
        return try office.page(
            "audit/day", title: "Audit",
            [
                "fields": [form.date("day", label: "Day")], "heading": day.description, "rows": Array(rows),
                "isEmpty": rows.isEmpty && !form.hasErrors, "file": "/audit.csv?day=\(day.iso)",
                "total": Wording.count(all.count, "act"), "withPatient": true,
                "more": all.count > rows.count ? "The newest \(rows.count) of \(all.count); the file has all." : nil,
                "earlier": "/audit?day=\((day - 1).iso)", "later": day < today ? "/audit?day=\((day + 1).iso)" : nil,
            ], status: form.hasErrors ? .unprocessableContent : .ok)
    }

    private func file(_ request: Request) async throws -> Response {
        let form = FormState(try FormData(query: request))
        let asked = form.given("day") ?? office.zone.day(of: office.now).iso
        guard let day = Day(asked) else { throw PageRefusal.malformed("Write the day as YYYY-MM-DD.") }
        return CSV.response(AuditFile.text(try await entries(of: day), office: office), name: "audit-\(day.iso).csv")
    }

    private func brokenGlass(_ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        try await office.readOthers()
        let rows = office.world.patients.brokenGlass(since: office.now.adding(hours: -24 * Self.glassDays))
        return try office.page(
            "audit/broken-glass", title: "Broken glass",
            [
                "rows": rows.map { GlassRow($0.glass, patient: $0.patient, viewer: viewer, office: office) },
                "isEmpty": rows.isEmpty,
            ])
    }

    /// For the medical director's board: somebody opened a record of another site just now.
    static func banner(_ viewer: Viewer, _ patients: PatientAccessService, now: Instant) -> AlertView? {
        guard viewer.may(.readAudit), viewer.may(.readRecord) else { return nil }
        let count = patients.brokenGlass(since: now.adding(hours: -bannerHours)).count
        guard count > 0 else { return nil }
        let times = count == 1 ? "once" : "\(count) times"
        return AlertView(
            .amber, "The glass was broken \(times) in the last \(bannerHours) h.",
            why: "Somebody opened the record of a patient their site does not look after.")
    }
}
