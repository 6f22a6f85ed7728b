import Course
import Mustache
import Service

/// What can be recorded from here: the common things large and near the thumb, the rest below.
struct QuickLinks: Sendable {
    let common: [NavigationLink]
    let rest: [NavigationLink]

    init(_ record: PatientRecord) {
        func link(_ title: String, _ kind: String) -> NavigationLink {
            NavigationLink(title: title, address: "/patients/\(record.id)/record/\(kind)")
        }
        let hold = record.state.isHeld ? link("Resume", "resume") : link("Hold", "hold")
        let start = record.chart.plan == nil ? link("Start", "start") : link("Dose", "dose")
        common = [
            NavigationLink(title: "Night", address: "/n/\(record.id)"), start, link("Vitals", "vitals"),
            link("Neuro", "neuro"), link("Grade", "grade"), hold, link("Note", "note"),
            NavigationLink(title: "More…", address: "#more"),
        ]
        rest = [
            record.chart.plan == nil ? link("Start a course", "start") : nil, link("Weight", "weight"),
            link("Premedication", "premedication"), link("Medicine", "medicine"), link("Infection", "infection"),
            link("Background", "background"),
            record.state.infectedAt == nil ? nil : link("Infection resolved", "infection-resolved"),
            record.chart.plan == nil ? nil : link("Change the interval", "frequency"),
        ].compactMap { $0 }
    }
}
