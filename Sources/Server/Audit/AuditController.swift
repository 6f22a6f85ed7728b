import Clinical
import Hummingbird
import Practice
import Service

/// Who did what: a day of the practice, and every glass that was broken.
struct AuditController: Sendable {
    static let templates = [
        "audit/day", "audit/broken-glass", "audit/partials/entries", "audit/partials/pages", "audit/partials/glass",
    ]
    /// How long a broken glass stays on the page and on the medical director's board.
    static let glassDays = 30
    static let bannerHours = 24

    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/audit") { request, context in try await day(request, context) }
        router.get("/audit.csv") { request, _ in try await file(request) }
        router.get("/audit/broken-glass") { _, context in try await brokenGlass(context) }
    }

    private func day(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        var form = FormState(try FormData(query: request))
        let filter = AuditFilter(&form, office: office)
        try await office.readOthers()
        let all = form.hasErrors ? [] : try await filter.entries()
        let pages = AuditPages(all.count, asked: form.given("page"))
        let day = filter.day
        let today = office.zone.day(of: office.now)
        return try office.page(
            "audit/day", title: "Audit",
            [
                "dayField": [form.date("day", label: "Day")], "filterFields": filter.fields(form),
                "isFiltered": filter.isNarrow, "everything": "/audit?day=\(day.iso)",
                "heading": day.description, "zoneName": office.zone.change(at: office.now).name,
                "rows": all[pages.range].map { AuditRow($0, viewer: viewer, office: office) },
                "isEmpty": all.isEmpty && !form.hasErrors, "file": filter.address("/audit.csv", day),
                "total": Wording.count(all.count, "act"), "withPatient": true, "pages": pages.words,
                "newer": pages.newer.map { filter.address("/audit", day, page: $0) },
                "older": pages.older.map { filter.address("/audit", day, page: $0) },
                "earlier": filter.address("/audit", day - 1),
                "later": day < today ? filter.address("/audit", day + 1) : nil,
            ], status: form.hasErrors ? .unprocessableContent : .ok)
    }

    private func file(_ request: Request) async throws -> Response {
        var form = FormState(try FormData(query: request))
        let filter = AuditFilter(&form, office: office)
        guard !form.hasErrors else { throw PageRefusal.malformed("Write the day as YYYY-MM-DD.") }
        return CSV.response(
            AuditFile.text(try await filter.entries(), office: office), name: "audit-\(filter.day.iso).csv")
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
