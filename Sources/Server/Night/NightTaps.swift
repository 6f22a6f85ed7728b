import Clinical
import Course
import HTTPTypes
import Hummingbird
import JSONText
import Practice
import Service

/// Takes what a card kept while it had no line: each tap with the time it happened and a key the device made, so that
/// sending it twice records it once.
///
/// `POST /n/ID/taps` with `{"taps":[{"key","at","form":"temperature=38.6&…"} | {"key","at","action","what","outcome"}]}`
/// answers `{"results":[{"key","status":"recorded"|"before"|"refused","message"?}]}`.
struct NightTaps: Sendable {
    let practice: PracticeService
    private static let most = 200

    func addRoutes(to router: Router<AppContext>) {
        router.post("/n/:id/taps") { request, context in
            await take(request, patient: context.parameters.get("id") ?? "")
        }
    }

    private func take(_ request: Request, patient: String) async -> Response {
        do throws(APIRefusal) {
            guard RequestScope.viewer?.may(.recordFinding) == true else {
                throw APIRefusal(.forbidden, code: "role.missing", message: "your roles do not record findings")
            }
            let json = try await APIRefusal.json(request)
            guard let taps = json["taps"]?.array, taps.count <= Self.most else {
                throw APIRefusal(
                    .unprocessableContent, code: "field.kind", field: "taps",
                    message: "expected a list of at most \(Self.most) taps")
            }
            var results: [JSON] = []
            for tap in taps { results.append(try await record(tap, patient: patient)) }
            return PatientAPI.response(.ok, ["results": .array(results)])
        } catch {
            return error.response
        }
    }

    /// One tap. What the record refuses is told with its key; what the journal cannot take now is an error of the whole
    /// request, so that the card keeps it and tries again.
    private func record(_ tap: JSON, patient: String) async throws(APIRefusal) -> JSON {
        let key = tap["key"]?.string ?? ""
        func result(_ status: String, _ message: String? = nil) -> JSON {
            .object(
                [JSON.Member("key", .string(key)), JSON.Member("status", .string(status))]
                    + (message.map { [JSON.Member("message", .string($0))] } ?? []))
        }
        guard NightRecorder.isKey(key), let at = tap["at"]?.string.flatMap({ Instant(iso: $0) }) else {
            return result("refused", "The tap has no key or no time.")
        }
        do throws(RecordError) {
            let outcome = try await NightRecorder(practice: practice).record(key: key, patient: patient) { scene in
                // A phone whose clock is ahead must not lose what it saw: what lies ahead of us happened by now.
                drafts(tap, at: min(at, scene.now), scene: scene)
            }
            switch outcome {
            case .recorded: return result("recorded")
            case .before: return result("before")
            case .refused(let line): return result("refused", line)
            }
        } catch {
            guard case .field(let field) = error else { throw APIRefusal(error) }
            return result("refused", FormState.words(field))
        }
    }

    private func drafts(_ tap: JSON, at: Instant, scene: RecordScene) -> NightRecorder.Wish {
        if let text = tap["form"]?.string {
            guard let data = try? FormData(urlEncoded: text) else { return ([], "The values cannot be read.") }
            var input = NightInput(scene: scene, form: FormState(data))
            let drafts = input.drafts(at: at)
            return (drafts, input.form.errors.values.sorted().first)
        }
        if let scale = tap["scale"]?.string, let grade = tap["grade"]?.int {
            return ([Draft(.graded, at: at, ["scale": .string(scale), "grade": .int(grade)])], nil)
        }
        let outcome = tap["outcome"]?.string ?? ""
        guard let action = tap["action"]?.string, ActionOutcome.words.contains(outcome) else {
            return ([], "The tap names no action, or an outcome that is not known.")
        }
        let mayGive = RequestScope.viewer?.may(.recordDose) == true
        let drafts = NightDone(scene: scene, mayGive: mayGive).drafts(
            action: action, what: tap["what"]?.string ?? action, outcome: outcome, at: at)
        return (drafts, nil)
    }
}
