public import Clinical
public import Course
public import JSONText

extension Calculators {
    /// What to do for a reaction; `--given` and the record give the same list of earlier doses.
    public func manage(_ question: ManagementQuestion, zone: Zone) throws(FieldError) -> Answer {
        let answer = try Management.answer(question, protocols: protocols)
        return Answer(json: answer.json, text: answer.text(library: library, zone: zone))
    }

    /// The medicine a person means by its id, its name or another word for it.
    public func medicine(_ name: String) throws(FieldError) -> String {
        let wanted = name.lowercased()
        if let found = library.medicines.first(where: { medicine in
            ([medicine.id, medicine.name] + medicine.alsoCalled).contains { $0.lowercased() == wanted }
        }) {
            return found.id
        }
        let known = library.medicines.map(\.id)
        let hint = nearest(to: name, among: known).map { " (did you mean \($0)?)" } ?? ""
        throw FieldError(
            field: "given.medicine", given: name + hint, allowed: "one of " + known.joined(separator: ", "),
            code: "medicine.unknown")
    }

    /// Reads a list of `{"medicine":NAME,"at":INSTANT}`, or an object with that list under `given`.
    public func given(_ json: JSON) throws(FieldError) -> [GivenMedicine] {
        guard let items = (json["given"] ?? json).array else {
            throw FieldError(field: "given", given: json.kindName, allowed: "a list of doses", code: "field.kind")
        }
        var given: [GivenMedicine] = []
        for (index, item) in items.enumerated() {
            guard let name = item["medicine"]?.string else {
                throw FieldError(
                    field: "given[\(index)].medicine", given: item["medicine"]?.text ?? "nothing",
                    allowed: "the medicine's name", code: "field.missing")
            }
            guard let text = item["at"]?.string, let at = Instant(iso: text) else {
                throw FieldError(
                    field: "given[\(index)].at", given: item["at"]?.text ?? "nothing",
                    allowed: "a date and time with its offset, such as 2026-11-22T02:14:00-06:00",
                    code: "field.instant")
            }
            given.append(GivenMedicine(medicine: try medicine(name), at: at))
        }
        return given
    }
}

extension ManagementAnswer {
    /// The keys of the contract, and more.
    public var json: JSON {
        .object([
            JSON.Member("toxicity", .string(toxicity)), JSON.Member("therapy", .string(therapy)),
            JSON.Member("grades", .array(grades.map { .int($0) })), JSON.Member("grade", .int(worst)),
            JSON.Member("now", .array(actions(.now).map(\.json))),
            JSON.Member("workUp", .array(actions(.workUp).map(\.json))),
            JSON.Member("monitor", .array(actions(.monitor).map(\.json))),
            JSON.Member(
                "dosing",
                .object([
                    JSON.Member("decision", .string(dosing.decision ?? "not-on-file")),
                    JSON.Member("lines", .array(dosing.lines.map(Self.line))),
                    JSON.Member("nextDoseConditions", .strings(dosing.nextDose.map(\.text))),
                ])),
            JSON.Member("escalate", .array(actions(.escalate).map(\.json))),
            JSON.Member("reassessMinutes", reassess.map { .int($0.minutes) } ?? .null),
            JSON.Member("reassess", reassess.map(Self.reassess) ?? .null),
            JSON.Member("choices", .array(choices.map(Self.choice))),
            JSON.Member("given", .array(tallies.map(Self.tally))),
            JSON.Member("cautions", .strings(cautions.map(\.text))),
        ])
    }

    private static func line(_ line: DosingDecision.Line) -> JSON {
        .object([
            JSON.Member("say", .string(line.text)), JSON.Member("row", .optional(line.row)),
            JSON.Member("source", .source(line.citation)),
            JSON.Member("verification", .string(line.citation.level.rawValue)),
        ])
    }

    private static func reassess(_ time: ReassessmentTime) -> JSON {
        .object([
            JSON.Member("say", .string(time.text)), JSON.Member("source", .source(time.citation)),
            JSON.Member("verification", .string(time.citation.level.rawValue)),
            JSON.Member("proposal", .bool(time.isProposal)),
        ])
    }

    private static func choice(_ choice: ChoiceMade) -> JSON {
        .object([
            JSON.Member("id", .string(choice.id)), JSON.Member("question", .string(choice.question)),
            JSON.Member(
                "options",
                .array(
                    choice.options.map {
                        .object([
                            JSON.Member("id", .string($0.id)), JSON.Member("say", .string($0.text)),
                            JSON.Member("source", .source($0.citation)),
                            JSON.Member("verification", .string($0.citation.level.rawValue)),
                        ])
                    })),
            JSON.Member("chosen", .string(choice.chosen)), JSON.Member("signed", .bool(choice.isSigned)),
        ])
    }

    private static func tally(_ tally: MedicineTally) -> JSON {
        .object([
            JSON.Member("medicine", .string(tally.medicine)), JSON.Member("inLast24h", .int(tally.inLast24h)),
            JSON.Member("inEvent", .int(tally.inEvent)), JSON.Member("total", .int(tally.total)),
            JSON.Member("lastAt", .instant(tally.lastAt)), JSON.Member("notBefore", .instant(tally.nextAt)),
            JSON.Member("exhausted", .bool(tally.isExhausted)),
        ])
    }
}

extension ManagementAction {
    var json: JSON {
        .object([
            JSON.Member("id", .string(id)), JSON.Member("action", .string(text)),
            JSON.Member("condition", .optional(condition)), JSON.Member("infectionLine", .bool(isInfectionLine)),
            JSON.Member("shared", .bool(isShared)),
            JSON.Member("drug", .optional(give?.name)),
            JSON.Member("doseMg", give.flatMap { $0.unit == .milligram ? $0.amount : nil }.map(Self.number) ?? .null),
            JSON.Member("doseMl", give.flatMap { $0.unit == .milliliter ? $0.amount : nil }.map(Self.number) ?? .null),
            JSON.Member("dose", .optional(give?.text)), JSON.Member("route", .optional(give?.route)),
            JSON.Member(
                "maxMg",
                give.flatMap { $0.unit == .milligram ? $0.cap : nil }.map { Self.number($0...$0) } ?? .null),
            JSON.Member("capReached", .bool(give?.wasCapped ?? false)),
            JSON.Member("repeat", .optional(give?.often ?? give?.limits)),
            JSON.Member("limits", .optional(give?.limits)),
            JSON.Member("notBefore", .instant(notBefore)), JSON.Member("refused", .optional(refusal)),
            JSON.Member("source", .source(citation)),
            JSON.Member("doseSource", give.map { .source($0.citation) } ?? .null),
            JSON.Member("verification", .string(citation.level.rawValue)), JSON.Member("unsigned", .optional(unsigned)),
            JSON.Member("note", .optional(citation.note)),
        ])
    }

    /// One number, or the two ends of a range.
    private static func number(_ range: ClosedRange<Int>) -> JSON {
        func plain(_ value: Int) -> JSON { .number(ExactDecimal.plain(value, decimals: 3)) }
        return range.count == 1 ? plain(range.lowerBound) : .array([plain(range.lowerBound), plain(range.upperBound)])
    }

    private var notBefore: Instant? {
        switch give?.permission {
        case .notBefore(let moment, _): moment
        case .refused(let moment, _): moment
        default: nil
        }
    }

    private var refusal: String? {
        switch give?.permission {
        case .refused(_, let why), .notOnFile(let why): why
        default: nil
        }
    }
}

extension ManagementAnswer {
    func text(library: ContentLibrary, zone: Zone) -> String {
        let toxicity = library.toxicity(toxicity)
        let drug = library.therapy(therapy)?.names.tallMan ?? therapy
        var lines = ["\(toxicity?.abbreviation ?? self.toxicity) grade \(worst), \(drug)"]
        lines += cautions.map { "! " + $0.text }
        for (title, section) in [
            ("Do now", ManagementStep.Section.now), ("Work up", .workUp), ("Monitor", .monitor),
            ("Escalate", .escalate),
        ] {
            lines += ["", title] + actions(section).map(Self.line)
        }
        lines += ["", "The drug: \(dosing.decision ?? "not on file")"]
        lines += dosing.lines.map { "- \($0.text)  [\($0.citation.mark)]" }
        lines += dosing.nextDose.map { "- \($0.text)  [\($0.citation.mark)]" }
        if let reassess { lines += ["", "\(reassess.text)  [\(reassess.citation.mark)]"] }
        for tally in tallies where tally.total > 0 {
            let last = tally.lastAt.map { ", last " + LocalTime.text($0, zone: zone) } ?? ""
            lines.append("\(tally.name) given: \(tally.inLast24h) in 24 h, \(tally.total) in total\(last)")
        }
        if !choices.isEmpty { lines += ["", "Where sources differ"] }
        for choice in choices {
            lines.append("\(choice.question)\(choice.isSigned ? "" : " (not signed)")")
            lines += choice.options.map { option in
                "  \(option.id == choice.chosen ? ">" : " ") \(option.id): \(option.text)  [\(option.citation.mark)]"
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func line(_ action: ManagementAction) -> String {
        let condition = action.condition.map { "(\($0)) " } ?? ""
        return "- \(condition)\(action.text)  [\(action.citation.mark)]"
    }
}
