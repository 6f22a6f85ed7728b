import Clinical
import Course
import Mustache

/// Drug, grade and weight in; what to do out, with the sources side by side.
struct ManagementPage: CalculatorModel {
    let refused: Bool
    let abbreviation: String
    private let guide: ManagementGuide
    private let fields: [FormField]
    private let answer: ManagementView?
    /// The other grades, folded.
    private let others: [ManagementView]
    private let sections: [StatementGroup]

    init(
        _ form: FormState, guide: ManagementGuide, protocols: Protocols, choices: [String: String], now: Instant,
        zone: Zone
    ) {
        var form = form
        let library = protocols.library
        let drug = TherapyChoice(&form, protocols: protocols, needsRegimen: false)
        let grades = Self.grades(&form)
        let weight = NumberReader.weight("weight", in: &form, limits: library.limits)
        let counted = Self.counted(guide, library)
        let given = counted.flatMap { medicine in
            Self.hoursAgo(Self.field(medicine), in: &form).map {
                GivenMedicine(medicine: medicine.id, at: now.adding(minutes: -$0))
            }
        }
        func ask(_ grades: Set<Int>) -> ManagementView? {
            guard let therapy = drug.therapy, !form.hasErrors, !grades.isEmpty else { return nil }
            var question = ManagementQuestion(
                toxicity: guide.id, grades: grades, therapy: therapy.id, weight: weight, now: now)
            question.choices = choices
            question.given = given
            for flag in guide.flags {
                if let word = form.given("flag-" + flag.id) { question.flags[flag.id] = word == "yes" }
            }
            let answered = form.attempt { () throws(FieldError) in
                try Management.answer(question, protocols: protocols)
            }
            return answered.map { ManagementView($0, protocols: protocols, zone: zone) }
        }
        answer = ask(grades)
        others = ManagementGuide.grades.filter { $0 != grades.max() }.compactMap { ask([$0]) }
        refused = form.hasErrors
        self.guide = guide
        abbreviation = library.toxicity(guide.id)?.abbreviation ?? guide.id
        sections = ManagementSection.allCases.compactMap { section in
            guard let statements = guide.sections[section], !statements.isEmpty else { return nil }
            return StatementGroup(Self.title(section), statements)
        }
        fields =
            [
                drug.therapyField(form),
                form.checks(
                    "grade", label: "Which grade? Mark all that are possible.",
                    ManagementGuide.grades.map { (String($0), "Grade \($0)") }),
                form.number("weight", label: "Actual body weight", unit: "kg", hint: "For example 71.4."),
            ]
            + counted.map { medicine in
                form.text(
                    Self.field(medicine), label: "\(Wording.capitalized(medicine.name)) given so far: hours ago",
                    hint: "For example 9, 20.5. Empty when none was given.", mode: "decimal")
            }
            + guide.flags.map { flag in
                form.segmented(
                    "flag-" + flag.id, label: flag.question, [("", "unknown"), ("yes", "yes"), ("no", "no")])
            }
    }

    /// Medicines of the guide that may be given only so often.
    private static func counted(_ guide: ManagementGuide, _ library: ContentLibrary) -> [Medicine] {
        let given = Set(guide.steps.compactMap { $0.give?.medicine })
        return library.medicines.filter { given.contains($0.id) && !$0.limits.isEmpty }
    }

    private static func field(_ medicine: Medicine) -> String { "given-" + medicine.id }

    private static func grades(_ form: inout FormState) -> Set<Int> {
        var grades: Set<Int> = []
        for text in form.all("grade") {
            guard let grade = Int(text), ManagementGuide.grades.contains(grade) else {
                let range = ManagementGuide.grades
                form.fail("grade", "Given \(text.prefix(20)). Expected \(range.lowerBound) to \(range.upperBound).")
                continue
            }
            grades.insert(grade)
        }
        if grades.isEmpty, !form.isFresh, !form.hasErrors { form.fail("grade", "Mark a grade.") }
        return grades
    }

    /// `9, 20.5` as whole minutes.
    private static func hoursAgo(_ name: String, in form: inout FormState) -> [Int] {
        guard let text = form.given(name) else { return [] }
        var minutes: [Int] = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == " " }) {
            guard let hours = ExactDecimal.read(part, decimals: 2), hours.isWithin(0...1_000_000), minutes.count < 50
            else {
                form.fail(name, "Given \(part.prefix(20)). Expected hours such as 9, 20.5.")
                return []
            }
            minutes.append(hours.value * 60 / 100)
        }
        return minutes
    }

    private static func title(_ section: ManagementSection) -> String {
        switch section {
        case .general: "In general"
        case .secondLine: "Second line"
        case .prolonged: "When it lasts"
        case .lateNeurotoxicity: "Late neurotoxicity"
        case .afterCare: "After care"
        case .supply: "Supply"
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "abbreviation": abbreviation
        case "action": "/reference/management/\(guide.id)"
        case "reference": "/reference/toxicities/\(guide.id)"
        case "calculator": "/calculators/\(guide.id)"
        case "fields": fields
        case "answer": answer
        case "others": others
        case "hasOthers": !others.isEmpty
        case "sections": sections
        case "openItems": guide.open.map { OpenView(open: $0) }
        case "openCount": Wording.count(guide.open.count, "open statement")
        case "sources": guide.sources.map { SourceView(source: $0) }
        case "refused": refused
        default: nil
        }
    }
}

/// The same for one patient, from the record.
struct PatientManagementPage: MustacheParent, Sendable {
    let name: String
    let address: String
    let view: ManagementView

    func child(named name: String) -> Any? {
        switch name {
        case "patientName": self.name
        case "patientAddress": address
        case "answer": view
        default: nil
        }
    }
}
