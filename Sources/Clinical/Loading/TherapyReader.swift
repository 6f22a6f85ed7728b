/// Reads one file of `therapies/`.
struct TherapyReader {
    let log: FaultLog

    func read(_ tree: Tree, file: String, census: inout Census) -> Therapy? {
        guard var map = MapReader(tree, what: "the therapy", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let common = CommonParts(log: log, sources: sources)
        let id = map.text("therapy")
        let use = map.has("use") ? map.word("use", Therapy.Use.self) : .course
        let names = map.required("names").flatMap { self.names($0) }
        let drugClass = map.text("class")
        let targets = map.texts("targets")
        let label = map.required("label").flatMap { self.label($0, sources: sources) }
        let choices = common.choices(map.list("choices"))
        let open = common.open(map.list("open"))
        let sections = common.sections(map.required("statements"), ReferenceSection.self)
        let regimens = map.list("regimens").compactMap { RegimenReader(log: log, sources: sources).read($0) }
        let defaultRegimen = map.optionalText("default-regimen")
        let doseNames = Set(regimens.flatMap(\.doses).map(\.name))
        let support = SupportReader(
            log: log, sources: sources, doseNames: doseNames, regimens: Set(regimens.map(\.id)), choices: choices)
        let presentations = map.list("presentations").compactMap { support.presentation($0) }
        let premedication = map.list("premedication").compactMap { support.premedication($0) }
        let observation = map.list("observation").compactMap { support.observation($0) }
        let volumes = map.list("volumes").compactMap { support.volumes($0, presentations: presentations) }
        let tableReader = TableReader(
            log: log, sources: sources, openIDs: Set(open.map(\.id)), doseNames: doseNames, scores: [], choices: choices
        )
        let tables = map.list("tables").compactMap { tableReader.read($0, file: file, census: &census) }
        if let id { CommonParts.checkEnd(&map, expected: id) } else { _ = map.optional("end") }
        map.finish()
        if let defaultRegimen, !regimens.contains(where: { $0.id == defaultRegimen }) {
            log.add(
                "unknown-regimen", "default-regimen \"\(defaultRegimen)\" is not listed",
                at: map.place(of: "default-regimen"))
        }
        census.statements += sources.statements
        census.unverified += sources.unverified
        census.open += open.count
        guard let id, let use, let names, let drugClass, let label else { return nil }
        return Therapy(
            id: id, use: use, names: names, drugClass: drugClass, targets: targets, labelDate: label.date,
            labelNote: label.note,
            sources: sources.sources, sections: sections, presentations: presentations, regimens: regimens,
            defaultRegimen: defaultRegimen, premedication: premedication, observation: observation, volumes: volumes,
            tables: tables, choices: choices, open: open)
    }

    private func names(_ tree: Tree) -> Therapy.Names? {
        guard var map = MapReader(tree, what: "names", log: log) else { return nil }
        let generic = map.text("generic")
        let brand = map.text("brand")
        let tallMan = map.text("tall-man")
        let maker = map.optionalText("maker")
        map.finish()
        guard let generic, let brand, let tallMan else { return nil }
        return Therapy.Names(generic: generic, brand: brand, tallMan: tallMan, maker: maker)
    }

    private func label(_ tree: Tree, sources: SourceReader) -> (date: String, note: Statement)? {
        guard var map = MapReader(tree, what: "label", log: log) else { return nil }
        let date = map.text("date")
        let say = map.text("say")
        let citation = sources.citation(&map)
        map.finish()
        guard let date, let say, let citation else { return nil }
        if !SourceReader.isDate(date) {
            log.add(
                "date", "label date is \"\(date)\"; expected YYYY, YYYY-MM or YYYY-MM-DD", at: map.place(of: "date"))
        }
        return (date, Statement(id: "label-note", text: say, citation: citation))
    }
}
