import Clinical
import Course
import HTTPTypes
import Hummingbird
import JSONText
import Practice
import Service

/// What leaves the record: the report of who read it, the record as a file, and the mark of a print.
struct PatientReportController: Sendable {
    let office: Office

    func addRoutes(to router: Router<AppContext>) {
        router.get("/patients/:id/access-report") { request, context in try await report(request, context) }
        router.get("/patients/:id/access-report.csv") { _, context in
            let id = try await id(context)
            return CSV.response(AuditFile.text(try await acts(id), office: office), name: "access-\(Self.tail(id)).csv")
        }
        router.get("/patients/:id/export") { _, context in try await export(context) }
        // The gate keeps the act; there is nothing else to do.
        router.post("/patients/:id/printed") { _, context in
            _ = try await id(context)
            return Response(status: .noContent)
        }
    }

    private func id(_ context: AppContext) async throws -> String {
        guard let id = context.parameters.get("id"), try await office.knows(id) else {
            throw PageRefusal.notFound("There is no patient at this address.")
        }
        return id
    }

    /// The random end of an id: enough to tell files apart, and no name.
    private static func tail(_ id: String) -> String { String(id.filter { $0.isLetter || $0.isNumber }.suffix(12)) }

    // MARK: Who read it

    private func acts(_ id: String) async throws -> [AuditEntry] {
        do throws(AccountError) {
            return try await office.world.audit.about(patient: id)
        } catch {
            throw error.refusal
        }
    }

    private func report(_ request: Request, _ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let id = try await id(context)
        let acts = try await acts(id)
        let opens = office.opens(viewer, id)
        let pages = AuditPages(acts.count, asked: FormState(try FormData(query: request)).given("page"))
        let rows = acts[pages.range].map { AuditRow($0, viewer: viewer, office: office) }
        let address = "/patients/\(id)/access-report"
        let name = opens ? office.practice.summary(id)?.name : nil
        return try office.page(
            "patients/access-report", title: "Access report",
            [
                "patientName": name ?? "Patient \(id)", "rows": rows, "isEmpty": rows.isEmpty,
                "back": opens ? "/patients/\(id)/access" : nil, "file": address + ".csv",
                "total": Wording.count(acts.count, "act"), "zoneName": office.zone.change(at: office.now).name,
                "pages": pages.words, "newer": pages.newer.map { "\(address)?page=\($0)" },
                "older": pages.older.map { "\(address)?page=\($0)" },
            ], printHeader: name)
    }

    // MARK: The record as a file

    private func export(_ context: AppContext) async throws -> Response {
        let viewer = try office.viewer(context)
        let id = try await id(context)
        let record: PatientRecord
        do throws(RecordError) {
            record = try await office.practice.record(id)
        } catch {
            throw PageRefusal(status: .serviceUnavailable, line: "The record cannot be read right now. Try again.")
        }
        let json: JSON = [
            "patient": .string(id), "site": .string(office.practice.site.name),
            "exportedAt": .string(office.now.iso), "exportedBy": .string(viewer.person.shownName),
            "entries": .array(record.entries.map(Self.entry)),
        ]
        return CSV.attachment(json.bytes(), type: "application/json", name: "record-\(Self.tail(id)).json")
    }

    private static func entry(_ entry: RecordedEvent) -> JSON {
        [
            "version": .int(entry.version), "type": .string(entry.type), "at": .string(entry.at.iso),
            "recordedAt": .string(entry.recordedAt.iso), "author": .string(entry.author), "body": entry.body,
        ]
    }
}
