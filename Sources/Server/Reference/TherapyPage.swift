import Clinical
import Course
import Mustache

/// Everything on file about one therapy.
struct TherapyPage: MustacheParent, Sendable {
    private let therapy: Therapy
    private let regimens: [RegimenView]
    private let volumes: [BandTable]
    private let restart: TableView?
    private let seeAlso: SeeAlso
    private let modifications: [TableView]

    static let tabs = [
        NavigationLink(title: "Dose", address: "#dose"), NavigationLink(title: "Delay", address: "#delay"),
        NavigationLink(title: "Watch", address: "#watch"), NavigationLink(title: "React", address: "#react"),
        NavigationLink(title: "Counsel", address: "#counsel"), NavigationLink(title: "Open", address: "#open"),
        NavigationLink(title: "Sources", address: "#sources"),
    ]

    init(_ plan: TherapyProtocol, library: ContentLibrary) {
        seeAlso = SeeAlso(page: "therapies/" + plan.therapy.id, in: library)
        therapy = plan.therapy
        regimens = plan.regimens.map { RegimenView($0, of: plan.therapy) }
        volumes = plan.therapy.volumes.map { BandTable($0, of: plan.therapy) }
        restart = plan.therapy.table("restart").map { TableView($0, open: plan.therapy.open) }
        modifications = plan.therapy.tables.filter { $0.id != "restart" }.map { TableView($0, open: plan.therapy.open) }
    }

    private func group(_ title: String, _ section: ReferenceSection) -> StatementGroup {
        StatementGroup(title, therapy.sections[section])
    }

    func child(named name: String) -> Any? {
        switch name {
        case "therapyId": therapy.id
        case "seeAlso": seeAlso
        case "isCourse": therapy.use == .course
        case "isReference": therapy.use == .reference
        case "compare": "/reference/compare?a=\(therapy.id)"
        case "hasRegimens": !regimens.isEmpty
        case "tallMan": therapy.names.tallMan
        case "brand": therapy.names.brand
        case "identity": identity
        case "labelNote": AlertView(.amber, therapy.labelNote.text, source: therapy.labelNote.citation, anchored: true)
        case "tabs": Self.tabs
        case "indication": group("Indication", .indication)
        case "boxedWarning": group("Boxed warning", .boxedWarning)
        case "rems": group("REMS", .rems)
        case "regimens": regimens
        case "doseGroups":
            [
                group("More on dosing", .dosing), group("Preparation", .preparation),
                group("Administration", .administration),
            ]
        case "presentations": therapy.presentations.map { PresentationView(presentation: $0) }
        case "hasPresentations": !therapy.presentations.isEmpty
        case "premedications": therapy.premedication.map { PremedicationView(premedication: $0, therapy: therapy) }
        case "hasPremedications": !therapy.premedication.isEmpty
        case "premedicationGroup": group("Premedication rules", .premedication)
        case "volumes": volumes
        case "noVolumes": volumes.isEmpty
        case "volumesOpen": openVolumes
        case "restart": restart
        case "delayGroup": group("More on delays", .delay)
        case "observations": therapy.observation.map { ObservationView(observation: $0, therapy: therapy) }
        case "hasObservations": !therapy.observation.isEmpty
        case "choices": therapy.choices.map { ChoiceView($0) }
        case "watchGroups":
            [group("Observation", .observation), group("Laboratory", .laboratory), group("Incidence", .incidence)]
        case "reactGroups": reactGroups
        case "modifications": modifications
        case "counselGroups": counselGroups
        case "openItems": therapy.open.map { OpenView(open: $0) }
        case "openCount": Wording.count(therapy.open.count, "open statement")
        case "sources": therapy.sources.map { SourceView(source: $0) }
        case "history": group("Label history", .labelHistory)
        default: nil
        }
    }

    private var identity: [DefinitionRow] {
        var rows = [
            DefinitionRow("Generic name", therapy.names.generic), DefinitionRow("Brand", therapy.names.brand),
            DefinitionRow("Class", therapy.drugClass),
            DefinitionRow("Targets", therapy.targets.joined(separator: " × ")),
        ]
        if let maker = therapy.names.maker { rows.append(DefinitionRow("Maker", maker)) }
        rows.append(
            DefinitionRow("Newest label known", Wording.month(therapy.labelDate), source: therapy.labelNote.citation))
        return rows
    }

    private var reactGroups: [StatementGroup] {
        [
            group("What reactions look like", .reactions), group("Actions for CRS and ICANS", .toxicityActions),
            group("Infection", .infection), group("Dose modification", .doseModification),
        ]
    }

    private var counselGroups: [StatementGroup] {
        [
            group("Tell the patient", .counselling), group("Pregnancy and breastfeeding", .pregnancy),
            group("Vaccination", .vaccination), group("Interactions", .interactions),
        ]
    }

    private var openVolumes: String {
        Wording.notOnFile(therapy.open.first { $0.blocks.contains("dose volume") }?.where_)
    }
}
