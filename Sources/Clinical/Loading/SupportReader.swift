/// Reads presentations, premedication, observation and volume tables of a therapy.
struct SupportReader {
    let log: FaultLog
    let sources: SourceReader
    let doseNames: Set<String>
    let regimens: Set<String>
    let choices: [Choice]

    func presentation(_ tree: Tree) -> Presentation? {
        guard var map = MapReader(tree, what: "a presentation", log: log) else { return nil }
        let quantities = QuantityReader(log: log)
        let id = map.text("id")
        let content = map.required("content").flatMap { quantities.amount($0, "content") }
        let volume = map.required("volume").flatMap { quantities.volume($0, "volume") }
        let concentration = map.required("concentration").flatMap { quantities.concentration($0, "concentration") }
        let maximum = map.optional("maximum-per-injection").flatMap { quantities.volume($0, "maximum-per-injection") }
        let usedFor = map.texts("for")
        let citation = sources.citation(&map)
        map.finish()
        checkDoses(usedFor, what: "the presentation", at: map.place)
        guard let id, let content, let volume, let concentration, let citation else { return nil }
        sources.register("presentation " + id, at: map.place)
        if concentration.volume(of: content) != volume {
            log.add(
                "presentation", "\(content) at \(concentration) is \(concentration.volume(of: content)), not \(volume)",
                at: map.place)
        }
        return Presentation(
            id: id, content: content, volume: volume, concentration: concentration, usedFor: usedFor,
            maximumPerInjection: maximum, citation: citation)
    }

    func premedication(_ tree: Tree) -> Premedication? {
        guard var map = MapReader(tree, what: "a premedication", log: log) else { return nil }
        let doses = map.texts("for")
        let regimens = map.texts("regimens")
        let hours = map.optional("before").flatMap {
            QuantityReader(log: log).range($0, "before", unit: "h", decimals: 0, within: 0...72)
        }
        let drugs = map.list("drugs").compactMap { drug($0) }
        let citation = sources.citation(&map)
        map.finish()
        checkDoses(doses, what: "the premedication", at: map.place)
        checkRegimens(regimens, at: map.place)
        guard let citation else { return nil }
        return Premedication(doses: doses, regimens: regimens, hoursBefore: hours, drugs: drugs, citation: citation)
    }

    private func drug(_ tree: Tree) -> Premedication.Drug? {
        guard var map = MapReader(tree, what: "a drug", log: log) else { return nil }
        let role = map.text("role")
        let name = map.text("drug")
        let amount = map.optionalText("amount")
        let routes = map.texts("routes")
        map.finish()
        guard let role, let name else { return nil }
        return Premedication.Drug(role: role, name: name, amount: amount, routes: routes)
    }

    func observation(_ tree: Tree) -> Observation? {
        guard var map = MapReader(tree, what: "an observation", log: log) else { return nil }
        let id = map.text("id")
        let doses = map.texts("for")
        let regimens = map.texts("regimens")
        let setting = map.word("setting", Observation.Setting.self)
        let hours = map.required("duration").flatMap { QuantityReader(log: log).hours($0, "duration") }
        let text = map.text("say")
        let choice = map.optionalText("choice")
        let option = map.optionalText("option")
        let citation = sources.citation(&map)
        map.finish()
        checkDoses(doses, what: "the observation", at: map.place)
        checkRegimens(regimens, at: map.place)
        guard let id, let setting, let hours, let text, let citation else { return nil }
        sources.register("observation " + id, at: map.place)
        var belongs: (choice: String, option: String)?
        if let choice, let option {
            belongs = (choice, option)
            if choices.first(where: { $0.id == choice })?.option(option) == nil {
                log.add(
                    "unknown-choice", "observation \(id) names choice \(choice), option \(option): not listed",
                    at: map.place)
            }
        } else if choice != nil || option != nil {
            log.add("missing-key", "observation \(id) needs both choice: and option:", at: map.place)
        }
        return Observation(
            id: id, doses: doses, regimens: regimens, setting: setting, hours: hours, text: text, option: belongs,
            citation: citation)
    }

    func volumes(_ tree: Tree, presentations: [Presentation]) -> VolumeTable? {
        guard var map = MapReader(tree, what: "a volume table", log: log) else { return nil }
        let doses = map.texts("for")
        let regimens = map.texts("regimens")
        let presentation = map.text("presentation")
        let bandTrees = map.list("bands")
        let citation = sources.citation(&map)
        map.finish()
        checkDoses(doses, what: "the volume table", at: map.place)
        checkRegimens(regimens, at: map.place)
        guard let presentation, let citation else { return nil }
        guard let vial = presentations.first(where: { $0.id == presentation }) else {
            log.add(
                "unknown-presentation", "the volume table names \"\(presentation)\", which is not listed", at: map.place
            )
            return nil
        }
        let bands = bandTrees.compactMap { band($0, vial: vial) }
        for (band, next) in zip(bands, bands.dropFirst()) where next.from <= band.to {
            log.add("bands", "weight bands overlap or are out of order at \(next.from)", at: map.place)
        }
        return VolumeTable(
            doses: doses, regimens: regimens, presentation: presentation, bands: bands, citation: citation)
    }

    private func band(_ tree: Tree, vial: Presentation) -> VolumeTable.Band? {
        guard var map = MapReader(tree, what: "a weight band", log: log) else { return nil }
        let quantities = QuantityReader(log: log)
        let weights = map.required("weight").flatMap {
            quantities.range($0, "weight", unit: "kg", decimals: 3, within: nil)
        }
        let amount = map.required("amount").flatMap { quantities.amount($0, "amount") }
        let volume = map.required("volume").flatMap { quantities.volume($0, "volume") }
        map.finish()
        guard let weights, let amount, let volume else { return nil }
        // A typed-in row must agree with its own vial, as far as the volume is rounded.
        let exact = vial.concentration.volume(of: amount).hundredths
        if abs(exact - volume.hundredths) > max(2, exact / 20) {
            log.add(
                "bands",
                "\(amount) from \(vial.concentration) is about \(DoseVolume(hundredths: exact)), not \(volume)",
                at: map.place)
        }
        return VolumeTable.Band(
            from: BodyWeight(grams: weights.lowerBound), to: BodyWeight(grams: weights.upperBound), amount: amount,
            volume: volume)
    }

    private func checkDoses(_ names: [String], what: String, at place: Place) {
        for name in names where !doseNames.contains(name) {
            let hint = nearest(to: name, among: doseNames).map { "; did you mean \($0)?" } ?? ""
            log.add("unknown-dose", "\(what) names the dose \"\(name)\", which no regimen has\(hint)", at: place)
        }
    }

    private func checkRegimens(_ names: [String], at place: Place) {
        for name in names where !regimens.contains(name) {
            log.add("unknown-regimen", "the regimen \"\(name)\" is not listed", at: place)
        }
    }
}
