public import Clinical
public import Course
import Exchange
import JSONText

/// The calculators of the reference, answered from one set of protocols.
public struct Calculators: Sendable {
    public let protocols: Protocols

    public init(_ protocols: Protocols) { self.protocols = protocols }

    var library: ContentLibrary { protocols.library }

    // MARK: Therapies

    public func therapies() -> Answer {
        let list = library.allTherapies
        let json = JSON.array(
            list.map { therapy in
                .object([
                    JSON.Member("id", .string(therapy.id)), JSON.Member("generic", .string(therapy.names.generic)),
                    JSON.Member("brand", .string(therapy.names.brand)),
                    JSON.Member("tallMan", .string(therapy.names.tallMan)),
                    JSON.Member("class", .string(therapy.drugClass)), JSON.Member("targets", .strings(therapy.targets)),
                    JSON.Member("use", .string(therapy.use.rawValue)),
                    JSON.Member("regimens", .strings(therapy.regimens.map(\.id))),
                    JSON.Member("doses", .strings(therapy.doseNames)),
                    JSON.Member("release", .string(library.release.id)),
                    JSON.Member("labelDate", .string(therapy.labelDate)),
                    JSON.Member("openStatements", .int(therapy.open.count)),
                ])
            })
        let text = list.map { therapy in
            "\(therapy.names.tallMan) (\(therapy.names.brand))  label \(therapy.labelDate)  "
                + (therapy.use == .reference ? "to read about only  " : "")
                + "\(therapy.open.count) open statements\n  regimens: "
                + therapy.regimens.map(\.id).joined(separator: ", ")
        }.joined(separator: "\n")
        return Answer(json: json, text: text + "\n\nContent release \(library.release.id). \(library.release.note)")
    }

    // MARK: Schedule

    /// The planned doses of a regimen.
    ///
    /// - Parameters:
    ///   - doses: How many doses; without it the step-up schedule and four doses more.
    ///   - grams: Actual body weight, checked against the limits.
    public func schedule(
        therapy name: String, regimen: String?, start: Day, grams: Int?, doses: Int?, rules: SiteRules
    ) throws(FieldError) -> (answer: Answer, calendar: [PlannedDose]) {
        let plan = try TherapyNames.therapy(name, in: protocols)
        let index = try scheduleRegimen(regimen, plan: plan)
        let regimenPlan = plan.regimens[index]
        let weight = try weight(grams, neededBy: regimenPlan.regimen)
        let count = doses ?? regimenPlan.regimen.doses.filter { !$0.repeats }.count + 4
        guard (1...200).contains(count) else {
            throw FieldError(field: "doses", given: String(count), allowed: "1 to 200", code: "field.out-of-range")
        }
        let planned = regimenPlan.plan(start: start, count: count)
        var items: [JSON] = []
        var lines: [String] = []
        for dose in planned {
            items.append(try plannedJSON(dose, plan: plan, regimen: regimenPlan, weight: weight, rules: rules))
            let window = [dose.earliest, dose.usualLatest, dose.latest].map { $0?.description ?? "not on file" }
            lines.append(
                "day \(dose.day)  \(dose.date)  \(TherapyProtocol.title(dose.name)), "
                    + "\(regimenPlan.regimen.doses[dose.position].rule)"
                    + (dose.day == 1 ? "" : "  earliest \(window[0]), usual until \(window[1]), latest \(window[2])"))
        }
        let warnings = assumed(regimen, plan: plan, regimen: regimenPlan.regimen)
        let json = JSON.object([
            JSON.Member("therapy", .string(plan.therapy.id)), JSON.Member("regimen", .string(regimenPlan.regimen.id)),
            JSON.Member("doses", .array(items)), JSON.Member("warnings", .strings(warnings.map(\.text))),
            JSON.Member("release", .string(library.release.id)),
        ])
        let head = "\(plan.therapy.names.tallMan), \(regimenPlan.regimen.name)"
        let text = ([head] + lines + warnings.map { "! " + $0.text }).joined(separator: "\n")
        return (Answer(json: json, text: text), planned)
    }

    private func scheduleRegimen(_ regimen: String?, plan: TherapyProtocol) throws(FieldError) -> Int {
        try TherapyNames.regimen(regimen, of: plan)
    }

    /// A sentence for the case that a default regimen answered.
    func assumed(_ given: String?, plan: TherapyProtocol, regimen: Regimen) -> [Phrase.Filled] {
        guard given == nil, plan.regimens.count > 1 else { return [] }
        return [Phrase.Filled(protocols.phrase(.regimenAssumed), [("regimen", "\(regimen.id): \(regimen.name)")])]
    }

    /// The weight within the content's limits; required when a dose of the regimen depends on it.
    public func weight(_ grams: Int?, neededBy regimen: Regimen) throws(FieldError) -> BodyWeight? {
        let depends = regimen.doses.contains { if case .perKilogram = $0.rule { true } else { false } }
        guard let grams else {
            guard depends else { return nil }
            throw FieldError(
                field: "weight", given: "nothing", allowed: "the actual body weight in kg", code: "field.missing")
        }
        let weight = BodyWeight(grams: grams)
        guard library.limits.weight.contains(weight) else {
            throw FieldError(
                field: "weight", given: weight.description,
                allowed: "more than 0 and at most \(library.limits.weight.upperBound)", code: "field.out-of-range")
        }
        return weight
    }

    private func plannedJSON(
        _ dose: PlannedDose, plan: TherapyProtocol, regimen: RegimenProtocol, weight: BodyWeight?, rules: SiteRules
    ) throws(FieldError) -> JSON {
        let scheduled = regimen.regimen.doses[dose.position]
        let answer = try DoseCalculator(protocols).answer(
            plan, regimen: regimen.regimen, dose: dose.name, weight: weight)
        let premedication = regimen.premedication(at: dose.position).flatMap { rule in
            rule.drugs.map { drug in
                drug.line + (rule.hoursBefore.map { ", \($0.lowerBound) to \($0.upperBound) h before" } ?? "")
            }
        }
        let stay = regimen.observation(at: dose.position, rules: rules, therapy: plan.therapy)
        return .object([
            JSON.Member("name", .string(dose.name)), JSON.Member("day", .int(dose.day)),
            JSON.Member("date", .string(dose.date.iso)), JSON.Member("earliest", .day(dose.earliest)),
            JSON.Member("latest", .day(dose.latest)), JSON.Member("usualLatest", .day(dose.usualLatest)),
            JSON.Member("amountMg", .number(answer.amount.milligramsText)),
            JSON.Member("basis", .string(answer.basis.rawValue)),
            JSON.Member("premedication", .strings(premedication)),
            JSON.Member(
                "observation",
                stay.map {
                    .object([
                        JSON.Member("setting", .string($0.setting.rawValue)), JSON.Member("hours", .int($0.hours)),
                        JSON.Member("say", .string($0.text)), JSON.Member("source", .source($0.citation)),
                    ])
                } ?? .null),
            JSON.Member("source", .source(scheduled.citation)),
        ])
    }

    /// The plan as all-day calendar entries, without anything about the patient.
    public func calendar(_ planned: [PlannedDose], therapy name: String, stamp: Instant) throws(FieldError) -> String {
        let therapy = try TherapyNames.therapy(name, in: protocols).therapy
        return CalendarFile(
            name: "\(therapy.names.tallMan) schedule",
            events: planned.map { dose in
                let window = [
                    dose.earliest.map { "Earliest \($0)." }, dose.usualLatest.map { "Usual window until \($0)." },
                    dose.latest.map { "Latest \($0)." },
                ].compactMap { $0 }.joined(separator: " ")
                return CalendarFile.Event(
                    uid: "\(therapy.id)-\(dose.day)-\(dose.date.iso)@stepwell", day: dose.date,
                    summary: "\(therapy.names.tallMan): \(TherapyProtocol.title(dose.name))",
                    details: "Day \(dose.day). " + window)
            }, stamp: stamp
        ).text
    }
}
