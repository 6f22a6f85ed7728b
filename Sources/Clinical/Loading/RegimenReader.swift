/// Reads `regimens:`.
struct RegimenReader {
    let log: FaultLog
    let sources: SourceReader

    func read(_ tree: Tree) -> Regimen? {
        guard var map = MapReader(tree, what: "a regimen", log: log) else { return nil }
        let id = map.text("id")
        let name = map.text("name")
        let aliases = map.texts("aliases")
        let doseTrees = map.list("doses")
        let switchTrees = map.list("switches")
        let citation = sources.citation(&map)
        map.finish()
        guard let id, let name, let citation else { return nil }
        sources.register("regimen " + id, at: map.place)
        let doses = doseTrees.compactMap { dose($0, regimen: id) }
        guard doses.count == doseTrees.count else { return nil }
        check(doses, regimen: id, at: map.place)
        let switches = switchTrees.compactMap { frequencySwitch($0, regimen: id, doses: doses) }
        return Regimen(id: id, aliases: aliases, name: name, doses: doses, switches: switches, citation: citation)
    }

    private func check(_ doses: [ScheduledDose], regimen: String, at place: Place) {
        var seen: Set<String> = []
        for (index, dose) in doses.enumerated() {
            if !seen.insert(dose.name).inserted {
                log.add("duplicate-id", "regimen \(regimen) has the dose \(dose.name) twice", at: place)
            }
            if case .first = dose.timing, index > 0 {
                log.add("dose", "regimen \(regimen): only the first dose may lack after: and every:", at: place)
            }
            if case .after(let previous, _) = dose.timing, index == 0 || doses[index - 1].name != previous {
                log.add("dose", "regimen \(regimen): \(dose.name) must stand right after \(previous)", at: place)
            }
        }
        if doses.isEmpty { log.add("dose", "regimen \(regimen) has no doses", at: place) }
    }

    private func dose(_ tree: Tree, regimen: String) -> ScheduledDose? {
        guard var map = MapReader(tree, what: "a dose of regimen \(regimen)", log: log) else { return nil }
        let quantities = QuantityReader(log: log)
        let name = map.text("name")
        let amount = map.required("amount").flatMap { quantities.doseRule($0, "\(map.what): amount") }
        let day = map.wholeNumber("day")
        let after = map.optionalText("after")
        let every = map.optional("every").flatMap { quantities.days($0, "\(map.what): every") }
        let stepUp = map.yesNo("step-up") ?? false
        let weeks = map.optional("weeks").flatMap {
            quantities.range($0, "\(map.what): weeks", unit: nil, decimals: 0, within: 1...9999)
        }
        let window = window(&map, nominal: every)
        let citation = sources.citation(&map)
        map.finish()
        guard let name, let amount, let citation else { return nil }
        let timing: ScheduledDose.Timing
        switch (after, every) {
        case (nil, nil): timing = .first
        case (let previous?, nil):
            guard let window else {
                log.add("dose", "\(name) needs nominal: days after \(previous)", at: map.place)
                return nil
            }
            timing = .after(dose: previous, window: window)
        case (nil, let days?):
            timing = .every(
                days: days,
                window: window
                    ?? ScheduledDose.Window(nominal: days, earliest: nil, usualLatest: nil, latest: nil, because: nil))
        case (_?, _?):
            log.add("dose", "\(name) has both after: and every:", at: map.place)
            return nil
        }
        return ScheduledDose(
            name: name, rule: amount, day: day, timing: timing, stepUp: stepUp, weeks: weeks, citation: citation)
    }

    /// `nominal: 3 days`, `earliest: 2 days`, `usual-latest: 4 days`, `latest: 7 days`; each but nominal may be missing.
    private func window(_ map: inout MapReader, nominal every: Int?) -> ScheduledDose.Window? {
        let quantities = QuantityReader(log: log)
        func days(_ key: String, _ map: inout MapReader) -> Int? {
            map.optional(key).flatMap { quantities.days($0, "\(map.what): \(key)") }
        }
        let nominal = days("nominal", &map) ?? every
        let earliest = days("earliest", &map)
        let usual = days("usual-latest", &map)
        let latest = days("latest", &map)
        let because = map.optionalText("because")
        guard let nominal else { return nil }
        let order = [earliest, nominal, usual, latest].compactMap { $0 }
        if order != order.sorted() {
            log.add(
                "window", "\(map.what): expected earliest ≤ nominal ≤ usual-latest ≤ latest, found \(order)",
                at: map.place)
        }
        if order.contains(0) {
            log.add("window", "\(map.what): a window begins at least 1 day after the dose before", at: map.place)
        }
        return ScheduledDose.Window(
            nominal: nominal, earliest: earliest, usualLatest: usual, latest: latest, because: because)
    }

    private func frequencySwitch(_ tree: Tree, regimen: String, doses: [ScheduledDose]) -> FrequencySwitch? {
        guard var map = MapReader(tree, what: "a switch of regimen \(regimen)", log: log) else { return nil }
        let from = map.text("from-dose")
        let to = map.text("to-dose")
        let optional = map.yesNo("optional") ?? false
        let week = map.wholeNumber("earliest-week")
        let after = map.wholeNumber("after-doses")
        let say = map.text("say")
        let citation = sources.citation(&map)
        map.finish()
        guard let from, let to, let say, let citation else { return nil }
        for name in [from, to] where !doses.contains(where: { $0.name == name }) {
            log.add(
                "unknown-dose", "\(map.what) names the dose \"\(name)\", which the regimen does not have", at: map.place
            )
        }
        let id = "switch-\(regimen)-\(from)-\(to)"
        sources.register(id, at: map.place)
        return FrequencySwitch(
            from: from, to: to, optional: optional, earliestWeek: week, afterDoses: after,
            criteria: Statement(id: id, text: say, citation: citation))
    }
}
