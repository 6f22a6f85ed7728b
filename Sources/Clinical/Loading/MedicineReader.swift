/// Reads one file of `medicines/`.
struct MedicineReader {
    let log: FaultLog

    func read(_ tree: Tree, census: inout Census) -> Medicine? {
        guard var map = MapReader(tree, what: "the medicine", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let common = CommonParts(log: log, sources: sources)
        let id = map.text("medicine")
        let name = map.text("name")
        let alsoCalled = map.texts("also-called")
        let role = map.word("role", Medicine.Role.self)
        let choices = common.choices(map.list("choices"))
        let open = common.open(map.list("open"))
        let doses = map.list("doses").compactMap { dose($0, sources: sources) }
        let limits = map.list("limits").compactMap { limit($0, sources: sources, choices: choices) }
        let cautions = map.list("cautions").enumerated().compactMap { index, item in
            sources.statement(item, what: "a caution", fallbackID: "caution-\(index + 1)")
        }
        if let id { CommonParts.checkEnd(&map, expected: id) } else { _ = map.optional("end") }
        map.finish()
        census.statements += sources.statements
        census.unverified += sources.unverified
        census.open += open.count
        guard let id, let name, let role else { return nil }
        return Medicine(
            id: id, name: name, alsoCalled: alsoCalled, role: role, sources: sources.sources, doses: doses,
            limits: limits, cautions: cautions, choices: choices, open: open)
    }

    private func dose(_ tree: Tree, sources: SourceReader) -> MedicineDose? {
        guard var map = MapReader(tree, what: "a dose", log: log) else { return nil }
        let quantities = QuantityReader(log: log)
        let id = map.text("id")
        let amount = map.required("amount").flatMap { quantities.medicineAmount($0, "amount") }
        let cap = map.optional("cap").flatMap { quantities.medicineAmount($0, "cap") }
        let weights = map.optional("weights").flatMap {
            quantities.range($0, "weights", unit: "kg", decimals: 3, within: 1...400_000)
        }
        let route = map.optionalText("route")
        let over = map.optionalText("over")
        let often = map.optionalText("often")
        let until = map.optionalText("until")
        let citation = sources.citation(&map)
        map.finish()
        guard let id, let amount, let citation else { return nil }
        sources.register("dose " + id, at: map.place)
        if let cap, cap.unit != amount.unit || cap.perKilogram || cap.range.count != 1 {
            log.add(
                "cap", "the cap \(cap) does not fit the amount \(amount); expected one number of its unit",
                at: map.place)
        }
        return MedicineDose(
            id: id, amount: amount, cap: cap?.range.lowerBound,
            weights: weights.map { BodyWeight(grams: $0.lowerBound)...BodyWeight(grams: $0.upperBound) }, route: route,
            over: over, often: often, until: until, citation: citation)
    }

    private func limit(_ tree: Tree, sources: SourceReader, choices: [Choice]) -> MedicineLimit? {
        guard var map = MapReader(tree, what: "a limit", log: log) else { return nil }
        let quantities = QuantityReader(log: log)
        let id = map.text("id")
        let apart = map.optional("apart").flatMap { quantities.hours($0, "apart") }
        let most = map.optional("most").flatMap {
            quantities.range($0, "most", unit: "doses", decimals: 0, within: 1...100)?.lowerBound
        }
        let within = map.optional("within")
        let instead = map.text("instead")
        let option = ChoiceOption.read(&map, among: choices)
        let citation = sources.citation(&map)
        map.finish()
        guard let id, let instead, let citation else { return nil }
        sources.register("limit " + id, at: map.place)
        guard let rule = rule(apart: apart, most: most, within: within, quantities) else {
            log.add(
                "limit", "limit \(id) needs apart: HOURS, or most: N doses with within: HOURS, event or course",
                at: map.place)
            return nil
        }
        return MedicineLimit(id: id, rule: rule, instead: instead, option: option, citation: citation)
    }

    private func rule(
        apart: Int?, most: Int?, within: Tree?, _ quantities: QuantityReader
    ) -> MedicineLimit.Rule? {
        switch (apart, most, within?.text) {
        case (let hours?, nil, nil): return .apart(hours: hours)
        case (nil, let most?, "event"): return .mostInEvent(doses: most)
        case (nil, let most?, "course"): return .mostInTotal(doses: most)
        case (nil, let most?, _?):
            return within.flatMap { quantities.hours($0, "within") }.map { .most(doses: most, withinHours: $0) }
        default: return nil
        }
    }
}

extension ChoiceOption {
    /// `choice:` and `option:` of an entry, both or neither; what they name must be listed.
    static func read(_ map: inout MapReader, among choices: [Choice]) -> ChoiceOption? {
        let choice = map.optionalText("choice")
        let option = map.optionalText("option")
        guard let choice, let option else {
            if choice != nil || option != nil {
                map.log.add("missing-key", "\(map.what) needs both choice: and option:", at: map.place)
            }
            return nil
        }
        if choices.first(where: { $0.id == choice })?.option(option) == nil {
            map.log.add(
                "unknown-choice", "\(map.what) names choice \(choice), option \(option): not listed", at: map.place)
        }
        return ChoiceOption(choice: choice, option: option)
    }
}

extension QuantityReader {
    /// `8 mg/kg`, `650...1000 mg`, `500...1000 mL`, `30 mL/kg`.
    func medicineAmount(_ tree: Tree, _ what: String) -> MedicineAmount? {
        for unit in MedicineAmount.Unit.allCases {
            for (ending, perKilogram) in [(unit.rawValue + "/kg", true), (unit.rawValue, false)]
            where tree.text?.hasSuffix(" " + ending) == true {
                return range(tree, what, unit: ending, decimals: 3, within: 1...1_000_000_000).map {
                    MedicineAmount(range: $0, unit: unit, perKilogram: perKilogram)
                }
            }
        }
        log.add(
            "missing-unit",
            "\(what) is \"\(tree.text ?? tree.kindName)\"; expected a number, a space and mg, mg/kg, mL or mL/kg",
            at: tree.place)
        return nil
    }
}
