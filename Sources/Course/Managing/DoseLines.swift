import Clinical

/// Doses for one patient: how much, and whether the limits allow it now.
extension ManagementWork {
    func give(_ gift: ManagementStep.Gift) -> DoseLine? {
        guard let medicine = protocols.library.medicine(gift.medicine), let dose = medicine.dose(gift.dose) else {
            return nil
        }
        let allowance = Allowance(medicine, question: question, rules: rules)
        let permission = permission(allowance, dose)
        let found = dose.amount.amount(for: question.weight, cap: dose.cap)
        let isGiven =
            switch permission {
            case .allowed, .notBefore: true
            case .refused, .notOnFile: false
            }
        return DoseLine(
            medicine: medicine.id, name: medicine.name, text: text(dose, found), amount: isGiven ? found?.range : nil,
            unit: dose.amount.unit, cap: dose.cap, wasCapped: found?.wasCapped ?? false,
            needsWeight: dose.amount.perKilogram, route: dose.route, often: dose.often, limits: limits(allowance),
            permission: permission,
            citation: dose.citation)
    }

    private func text(_ dose: MedicineDose, _ found: (range: ClosedRange<Int>, wasCapped: Bool)?) -> String {
        let amount = dose.amount
        var parts = [found.map { MedicineAmount.text($0.range, unit: amount.unit) } ?? amount.description]
        if let route = dose.route { parts.append(route) }
        if let over = dose.over { parts.append("over \(over)") }
        var text = parts.joined(separator: " ")
        let most = dose.cap.map { "max " + MedicineAmount.text($0...$0, unit: amount.unit) }
        if amount.perKilogram, let found {
            let rule = [amount.description, most].compactMap { $0 }.joined(separator: ", ")
            text += " (\(rule)\(found.wasCapped ? ": cap reached" : ""))"
        } else if let most {
            text += ", " + most
        }
        if let often = dose.often { text += " " + often }
        if let until = dose.until { text += (until.hasPrefix("until") ? " " : ", ") + until }
        return text
    }

    private func limits(_ allowance: Allowance) -> String? {
        let words = allowance.limits.map { limit in
            switch limit.rule {
            case .apart(let hours): phrase(.manageLimitApart, [("hours", String(hours))])
            case .most(let doses, let hours):
                phrase(.manageLimitMost, [("most", String(doses)), ("window", window(.manageWindowHours, hours))])
            case .mostInEvent(let doses):
                phrase(.manageLimitMost, [("most", String(doses)), ("window", window(.manageWindowEvent, 0))])
            case .mostInTotal(let doses):
                phrase(.manageLimitMost, [("most", String(doses)), ("window", window(.manageWindowCourse, 0))])
            }
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private func window(_ id: PhraseID, _ hours: Int) -> String { phrase(id, [("hours", String(hours))]) }

    private func permission(_ allowance: Allowance, _ dose: MedicineDose) -> DoseLine.Permission {
        if let weights = dose.weights, let weight = question.weight, !weights.contains(weight) {
            return .notOnFile(
                why: phrase(
                    .manageOutsideWeights,
                    [
                        ("weight", weight.description), ("from", weights.lowerBound.description),
                        ("to", weights.upperBound.description),
                    ]))
        }
        return allowance.permission(phrase)
    }

    /// One tally for each medicine that is shown, and for each that was given and has limits.
    func tallies() -> [MedicineTally] {
        let shown = Set(steps.compactMap { $0.give?.medicine })
        let given = Set(question.given.map(\.medicine))
        return protocols.library.medicines.filter {
            shown.contains($0.id) || (given.contains($0.id) && !$0.limits.isEmpty)
        }.map { Allowance($0, question: question, rules: rules).tally }
    }
}

/// What the limits in force say about another dose of one medicine, from the doses on record.
struct Allowance {
    let medicine: Medicine
    let limits: [MedicineLimit]
    /// Newest first. One recorded for later than now counts as well.
    let doses: [Instant]
    let now: Instant
    let began: Instant?

    init(_ medicine: Medicine, question: ManagementQuestion, rules: SiteRules) {
        self.medicine = medicine
        now = question.now
        began = question.began
        doses = question.given.filter { $0.medicine == medicine.id }.map(\.at).sorted(by: >)
        limits = medicine.limits.filter { limit in
            guard let option = limit.option, let choice = medicine.choices.first(where: { $0.id == option.choice })
            else { return true }
            return rules.option(of: choice) == option.option
        }
    }

    /// How many doses are less than so many hours old.
    private func count(withinHours hours: Int) -> Int { doses.count { $0.adding(hours: hours) > now } }

    private var inEvent: Int { began.map { start in doses.count { $0 >= start } } ?? doses.count }

    /// What one limit says.
    private enum Verdict {
        case open
        case wait(Instant)
        case full(given: Int, most: Int, window: PhraseID, hours: Int, until: Instant?)

        /// Worst last: open, wait, full for a time, full for good.
        var order: (Int, Int64) {
            switch self {
            case .open: (0, 0)
            case .wait(let until): (1, until.milliseconds)
            case .full(_, _, _, _, let until?): (2, until.milliseconds)
            case .full: (3, 0)
            }
        }
    }

    private func verdict(_ limit: MedicineLimit) -> Verdict {
        switch limit.rule {
        case .apart(let hours):
            guard let last = doses.first, last.adding(hours: hours) > now else { return .open }
            return .wait(last.adding(hours: hours))
        case .most(let most, let hours):
            let given = count(withinHours: hours)
            guard given >= most else { return .open }
            // With the dose that must leave the window gone, one place is free.
            return .full(
                given: given, most: most, window: .manageWindowHours, hours: hours,
                until: doses[most - 1].adding(hours: hours))
        case .mostInEvent(let most):
            guard inEvent >= most else { return .open }
            return .full(given: inEvent, most: most, window: .manageWindowEvent, hours: 0, until: nil)
        case .mostInTotal(let most):
            guard doses.count >= most else { return .open }
            return .full(given: doses.count, most: most, window: .manageWindowCourse, hours: 0, until: nil)
        }
    }

    private var worst: (limit: MedicineLimit, verdict: Verdict)? {
        limits.map { ($0, verdict($0)) }.max { $0.1.order < $1.1.order }
    }

    func permission(_ phrase: (PhraseID, [(String, String)]) -> String) -> DoseLine.Permission {
        guard let (limit, verdict) = worst else { return .allowed }
        switch verdict {
        case .open: return .allowed
        case .wait(let until):
            let values = [("left", Self.span(until, from: now)), ("instead", limit.instead)]
            return .notBefore(until, why: phrase(.manageNotBefore, values))
        case .full(let given, let most, let window, let hours, let until):
            let values = [
                ("given", String(given)), ("most", String(most)),
                ("window", phrase(window, [("hours", String(hours))])),
                ("instead", limit.instead),
            ]
            return .refused(until: until, why: phrase(.manageMaximum, values))
        }
    }

    /// `2 h 5 min`, rounded up to the minute.
    private static func span(_ later: Instant, from earlier: Instant) -> String {
        let minutes = Int((later.milliseconds - earlier.milliseconds + 59_999) / 60_000)
        if minutes < 60 { return "\(minutes) min" }
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    var tally: MedicineTally {
        var next: Instant?
        var exhausted = false
        switch worst?.verdict {
        case .wait(let until): next = until
        case .full(_, _, _, _, let until):
            next = until
            exhausted = until == nil
        case .open, nil: break
        }
        return MedicineTally(
            medicine: medicine.id, name: medicine.name, inLast24h: count(withinHours: 24), inEvent: inEvent,
            total: doses.count, lastAt: doses.first, nextAt: next, isExhausted: exhausted)
    }
}
