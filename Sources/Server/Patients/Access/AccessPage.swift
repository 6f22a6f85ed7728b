import Clinical
import Mustache
import Practice
import Service

/// Who may open one patient's record, and what may be changed about it.
struct AccessPage: MustacheParent {
    let patient: PatientSummary
    let viewer: Viewer
    let office: Office
    let team: FormState
    let link: FormState

    private var access: PatientAccess { office.world.patients.access(patient.id) }
    private var root: String { "/patients/\(patient.id)" }

    private var siteNames: [String] {
        office.world.patients.sites(of: patient.id).sorted().map { office.world.sites.name($0) }
    }

    /// How long a link may be good for, in hours.
    private static let spans = [
        ("24", "1 day"), ("72", "3 days"), ("168", "7 days"), ("720", "30 days"), ("2160", "90 days"),
    ]

    private var linkFields: [FormField] {
        var form = link
        form.setDefault("hours", "168")
        return [
            form.segmented(
                "purpose", label: "For whom?", LinkPurpose.allCases.map { ($0.rawValue, $0.title) }),
            form.select("hours", label: "Good for", Self.spans.map { (value: $0.0, label: $0.1) }),
        ]
    }

    func child(named name: String) -> Any? {
        switch name {
        case "patientName": patient.name
        case "root": root
        case "sites": siteNames
        case "maySetTeam": viewer.may(.setCareTeam)
        case "teamOpen": team.hasErrors
        case "teamFields":
            RecordAttempt.focused([
                team.checks("sites", label: "Sites", office.world.sites.all.map { ($0.id, $0.name) })
            ])
        case "links": access.links.reversed().map { LinkRow($0, root: root, viewer: viewer, office: office) }
        case "noLinks": access.links.isEmpty
        case "mayMakeLink": viewer.may(.makeLink)
        case "linkOpen": link.hasErrors
        case "linkFields": RecordAttempt.focused(linkFields)
        case "glass":
            access.glass.reversed().map { GlassRow($0, patient: patient.id, viewer: viewer, office: office) }
        case "noGlass": access.glass.isEmpty
        case "report": viewer.may(.readAccessReport) ? root + "/access-report" : nil
        case "export": viewer.may(.export) ? root + "/export" : nil
        default: nil
        }
    }
}

/// One link that was given out: for whom, by whom, until when. The link itself is not kept.
private struct LinkRow: MustacheParent {
    private let link: PatientAccess.Link
    private let root: String
    private let viewer: Viewer
    private let office: Office

    init(_ link: PatientAccess.Link, root: String, viewer: Viewer, office: Office) {
        self.link = link
        self.root = root
        self.viewer = viewer
        self.office = office
    }

    private var isGood: Bool { !link.isRevoked && office.now < link.until }

    func child(named name: String) -> Any? {
        switch name {
        case "purpose": link.purpose.title
        case "madeBy": office.name(link.madeBy)
        case "standing":
            link.isRevoked ? "Revoked" : isGood ? "Good until \(office.clock.full(link.until))" : "Over"
        case "revoke": isGood && viewer.may(.makeLink) ? "\(root)/links/\(link.id)/revoke" : nil
        default: nil
        }
    }
}
