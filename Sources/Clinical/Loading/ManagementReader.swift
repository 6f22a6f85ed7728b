/// Reads one file of `management/` and proves what can be proven of it alone.
struct ManagementReader {
    let log: FaultLog
    let medicines: [Medicine]
    let therapies: Set<String>

    func read(_ tree: Tree, file: String, census: inout Census) -> ManagementGuide? {
        guard var map = MapReader(tree, what: "the guide", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let common = CommonParts(log: log, sources: sources)
        let id = map.text("management")
        let choices = common.choices(map.list("choices"))
        let flags = map.list("flags").compactMap { flag($0) }
        let open = common.open(map.list("open"))
        let sections = common.sections(map.required("statements"), ManagementSection.self)
        let steps = map.list("steps").compactMap { step($0, sources: sources, choices: choices, flags: flags) }
        let reassess = map.list("reassess").compactMap { reassessment($0, sources: sources) }
        let examples = map.list("examples").compactMap { example($0) }
        if let id { CommonParts.checkEnd(&map, expected: id) } else { _ = map.optional("end") }
        map.finish()
        census.statements += sources.statements
        census.unverified += sources.unverified
        census.open += open.count
        guard let id else { return nil }
        let guide = ManagementGuide(
            id: id, sources: sources.sources, choices: choices, flags: flags, steps: steps, reassess: reassess,
            sections: sections, open: open, examples: examples, file: file)
        ManagementProof(guide, log: log, place: map.place).check()
        return guide
    }

    private func flag(_ tree: Tree) -> ManagementFlag? {
        guard var map = MapReader(tree, what: "a flag", log: log) else { return nil }
        let id = map.text("id")
        let question = map.text("question")
        let ifYes = map.text("if-yes")
        let ifNo = map.text("if-no")
        map.finish()
        guard let id, let question, let ifYes, let ifNo else { return nil }
        return ManagementFlag(id: id, question: question, ifYes: ifYes, ifNo: ifNo)
    }

    private func grades(_ map: inout MapReader) -> [Int] {
        guard let tree = map.required("grades") else { return [] }
        let range = QuantityReader(log: log).range(
            tree, "\(map.what): grades", unit: nil, decimals: 0, within: ManagementGuide.grades)
        return range.map { Array($0) } ?? []
    }

    private func step(
        _ tree: Tree, sources: SourceReader, choices: [Choice], flags: [ManagementFlag]
    ) -> ManagementStep? {
        guard var map = MapReader(tree, what: "a step", log: log) else { return nil }
        let id = map.text("id")
        let grades = grades(&map)
        let section = map.word("do", ManagementStep.Section.self)
        let text = map.text("say")
        let infection = map.yesNo("infection-line") ?? false
        let ifNeeded = map.yesNo("if-needed") ?? false
        let give = map.optionalText("give").flatMap { gift($0, at: map.place(of: "give")) }
        let option = ChoiceOption.read(&map, among: choices)
        let therapies = map.texts("therapies")
        let onlyWith = map.texts("only-with")
        let notWith = map.texts("not-with")
        let citation = sources.citation(&map)
        map.finish()
        for flag in onlyWith + notWith where !flags.contains(where: { $0.id == flag }) {
            log.add("unknown-flag", "the step names the flag \"\(flag)\", which flags: does not list", at: map.place)
        }
        for therapy in therapies where !self.therapies.contains(therapy) {
            log.add("unknown-therapy", "the step names the therapy \"\(therapy)\", which is not on file", at: map.place)
        }
        guard let id, let section, let text, let citation else { return nil }
        sources.register("step " + id, at: map.place)
        if (give != nil) != text.contains("{dose}") {
            log.add("step", "step \(id) needs both give: and {dose} in its words, or neither", at: map.place)
        }
        if infection, option != nil || !therapies.isEmpty || !onlyWith.isEmpty || !notWith.isEmpty {
            log.add("infection-line", "step \(id) is of the infection line and may depend on nothing", at: map.place)
        }
        return ManagementStep(
            id: id, grades: grades, section: section, isInfectionLine: infection,
            isIfNeeded: ifNeeded, text: text, give: give,
            option: option, therapies: therapies, onlyWith: onlyWith, notWith: notWith, citation: citation)
    }

    /// `tocilizumab/reaction`: a medicine and one of its doses.
    private func gift(_ text: String, at place: Place) -> ManagementStep.Gift? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, medicines.first(where: { $0.id == parts[0] })?.dose(parts[1]) != nil else {
            let known = medicines.flatMap { medicine in medicine.doses.map { "\(medicine.id)/\($0.id)" } }
            let hint = nearest(to: text, among: known).map { "; did you mean \($0)?" } ?? ""
            log.add("unknown-medicine", "no medicine has the dose \"\(text)\"\(hint)", at: place)
            return nil
        }
        return ManagementStep.Gift(medicine: parts[0], dose: parts[1])
    }

    private func reassessment(_ tree: Tree, sources: SourceReader) -> Reassessment? {
        guard var map = MapReader(tree, what: "a re-assessment", log: log) else { return nil }
        let grades = grades(&map)
        let minutes = map.required("after").flatMap {
            QuantityReader(log: log).range($0, "after", unit: "minutes", decimals: 0, within: 1...1440)
        }
        let text = map.text("say")
        let citation = sources.citation(&map)
        map.finish()
        guard let minutes, let text, let citation else { return nil }
        return Reassessment(grades: grades, minutes: minutes.lowerBound, text: text, citation: citation)
    }

    private func example(_ tree: Tree) -> ManagementExample? {
        guard var map = MapReader(tree, what: "an example", log: log) else { return nil }
        let grades = grades(&map)
        let therapy = map.text("therapy")
        let weight = map.optional("weight").flatMap { QuantityReader(log: log).weight($0, "weight") }
        let choices = pairs(&map, "choices")
        let flags = pairs(&map, "flags")
        let given = pairs(&map, "given").compactMap { entry in
            Int(entry.value.split(separator: " ").first ?? "").map { (medicine: entry.key, hoursAgo: $0) }
        }
        let has = map.texts("has")
        let hasNot = map.texts("has-not")
        let says = pairs(&map, "says").map { (step: $0.key, words: $0.value) }
        let decision = map.optionalText("decision")
        let reassess = map.optional("reassess").flatMap {
            QuantityReader(log: log).range($0, "reassess", unit: "minutes", decimals: 0, within: 1...1440)
        }
        _ = map.optionalText("why")
        map.finish()
        guard let therapy else { return nil }
        return ManagementExample(
            grades: grades, therapy: therapy, weight: weight,
            choices: Dictionary(choices.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }),
            flags: Dictionary(flags.map { ($0.key, $0.value == "yes") }, uniquingKeysWith: { $1 }), given: given,
            has: has, hasNot: hasNot, says: says, decision: decision, reassess: reassess?.lowerBound,
            line: map.place.line)
    }

    private func pairs(_ map: inout MapReader, _ key: String) -> [(key: String, value: String)] {
        guard let tree = map.optional(key), var inner = MapReader(tree, what: key, log: log) else { return [] }
        return inner.all().map { ($0.key, $0.value.text ?? "") }
    }
}
