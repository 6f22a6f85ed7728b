import Clinical
import Practice
import Service

/// Which acts of the audit are asked for: a day, and if wanted one person, one patient, one kind.
struct AuditFilter: Sendable {
    let day: Day
    private let person: String?
    private let patient: String?
    private let act: AuditEntry.Act?
    private let office: Office

    /// Marks a day that is none.
    init(_ form: inout FormState, office: Office) {
        self.office = office
        let today = office.zone.day(of: office.now)
        let asked = form.given("day")
        let read = asked.flatMap { Day($0) }
        if asked != nil, read == nil { form.fail("day", "Write the day as YYYY-MM-DD, such as \(today.iso).") }
        day = read ?? today
        form.setDefault("day", day.iso)
        // Only what can be in the audit is looked for, and put into links.
        person = form.given("person").flatMap { office.world.accounts.directory.person($0)?.id }
        act = form.given("act").flatMap { AuditEntry.Act(rawValue: $0) }
        patient = form.given("patient").flatMap { LocalPath.isLocal("/" + $0) && !$0.contains("/") ? $0 : nil }
        if form.given("patient") != nil, patient == nil {
            form.fail("patient", "Write the id of the patient as it stands in the address of the record.")
        }
    }

    var isNarrow: Bool { person != nil || patient != nil || act != nil }

    /// Newest first.
    func entries() async throws(PageRefusal) -> [AuditEntry] {
        do throws(AccountError) {
            return try await office.world.audit.acts(
                from: office.zone.instant(day), to: office.zone.instant(day + 1)
            ).filter { entry in
                (person == nil || entry.who == person) && (act == nil || entry.act == act)
                    && (patient == nil || entry.patient == patient)
            }
        } catch {
            throw error.refusal
        }
    }

    func fields(_ form: FormState) -> [FormField] {
        let people = office.world.accounts.directory.everybody.map { ($0.id, $0.shownName) }
        let acts = AuditEntry.Act.allCases.map { ($0.rawValue, $0.title) }
        return [
            form.select("person", label: "Person", [("", "Everybody")] + people),
            form.select("act", label: "Kind", [("", "Everything")] + acts),
            form.text("patient", label: "Patient id", hint: "Empty for all."),
        ]
    }

    /// The same question for another day or page.
    func address(_ path: String, _ day: Day, page: Int = 1) -> String {
        var parts = ["day=\(day.iso)"]
        if let person { parts.append("person=\(person)") }
        if let act { parts.append("act=\(act.rawValue)") }
        if let patient { parts.append("patient=\(patient)") }
        if page > 1 { parts.append("page=\(page)") }
        return path + "?" + parts.joined(separator: "&")
    }
}

/// A long list in pages, the newest first.
struct AuditPages {
    static let size = 100

    /// Places of the list that this page shows; empty for an empty list.
    let range: Range<Int>
    private let page: Int
    private let last: Int
    private let count: Int

    /// - Parameter asked: A page from 1 on; anything else is the first, beyond the end is the last.
    init(_ count: Int, asked: String?) {
        self.count = count
        last = max(1, (count + Self.size - 1) / Self.size)
        page = min(max(1, asked.flatMap { Int($0) } ?? 1), last)
        range = min((page - 1) * Self.size, count)..<min(page * Self.size, count)
    }

    var newer: Int? { page > 1 ? page - 1 : nil }
    var older: Int? { page < last ? page + 1 : nil }
    /// `101 to 200 of 412`; `nil` when there is one page.
    var words: String? { last > 1 ? "\(range.lowerBound + 1) to \(range.upperBound) of \(count), newest first" : nil }
}
