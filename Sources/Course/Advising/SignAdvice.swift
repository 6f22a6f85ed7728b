import Clinical

/// What measured signs and assigned grades call for.
extension AdviceWork {
    /// Fever, low pressure, low oxygen or lost ICE points that nobody graded yet.
    mutating func reviewSigns() {
        let since = state.lastDose?.at ?? state.startedAt ?? now
        reviewTemperature(since: since)
        reviewFeverBeforeDose()
        reviewNeuro(since: since)
    }

    private mutating func reviewTemperature(since: Instant) {
        guard let scale = advisor.protocols.crs else { return }
        let graded = state.crs.gradedAt ?? Instant(milliseconds: .min)
        guard let vitalsAt = state.vitalsAt, vitalsAt >= since, let reading = scale.readCRS(state, rules: advisor.rules)
        else { return }
        let newest = state.temperatureSinceDose
        let feverNow = newest != Vitals.missing && newest >= Int16(clamping: limits.fever.hundredthsCelsius)
        let ungraded = vitalsAt > graded
        let when = elapsed(vitalsAt)
        // The newest temperature may be older than the newest vital signs.
        let measured = elapsed(state.vitals.temperature == Vitals.missing ? state.temperatureAt ?? vitalsAt : vitalsAt)
        let worrying =
            state.vitals.hypotension == .yes || state.vitals.pressors > 0 || state.vitals.vasopressin == .yes
            || isHypoxic(scale)
        if ungraded, feverNow || (state.feverAt != nil && worrying) {
            alert(.feverUngraded, values(reading, when: measured), why: rowReason(reading, scale))
            possible[.crs] = reading.grades(in: scale.table)
            agenda.append(
                AgendaItem(
                    kind: .grade, what: phraseText(.gradeCRSNow), earliest: vitalsAt, due: vitalsAt, latest: nil,
                    status: .due, why: when, citation: scale.table.rows[reading.answer.rows[0]].citation, dose: nil))
        } else if ungraded, worrying {
            alert(.signsWithoutFever, values(reading, when: when), why: rowReason(reading, scale))
            possible[.crs] = reading.grades(in: scale.table)
        } else if ungraded, let newest = state.newestFeverAt, newest > graded {
            let first = state.feverAt.map { $0 > graded ? $0 : newest } ?? newest
            alert(.feverEarlierUngraded, [("temperature", peak), ("when", elapsed(first))])
        }
        if ungraded, feverNow || worrying {
            for row in reading.answer.rows.prefix(3) {
                advise(scale.table, row: row, level: .info, why: "vital signs of \(when)")
            }
        }
        if let drugAt = state.feverDrugAt, drugAt >= since, now >= drugAt, let end = riskWindowEnd, now < end {
            advise(.feverDrugGiven, [("kind", state.feverDrug.word), ("hours", String(now.hours(since: drugAt)))])
        }
    }

    /// A fever that was never graded and that a dose has left behind.
    private mutating func reviewFeverBeforeDose() {
        guard let fever = state.feverBeforeDose, state.doses.indices.contains(fever.dose) else { return }
        let dose = state.doses[fever.dose]
        let title = doseTitle(code: dose.code)
        let when = "\(dose.at.hours(since: fever.at)) h before \(title) of \(zone.day(of: dose.at))"
        let values = [
            ("temperature", temperature(fever.peak, fahrenheit: fever.fahrenheit)), ("when", when), ("dose", title),
        ]
        alert(fever.stood ? .feverBeforeDose : .feverEarlierUngraded, values)
        guard fever.stood, !agenda.contains(where: { $0.kind == .grade }) else { return }
        agenda.append(
            AgendaItem(
                kind: .grade, what: phraseText(.gradeCRSNow), earliest: fever.at, due: fever.at, latest: nil,
                status: .due, why: when, citation: advisor.protocols.phrase(.feverBeforeDose).citation, dose: nil))
    }

    private var peak: String {
        temperature(state.peakTemperature, fahrenheit: state.temperatureFahrenheit)
    }

    private func isHypoxic(_ scale: GradingScale) -> Bool {
        let words = scale.words("oxygen-device")
        let device = Int(state.vitals.oxygenDevice)
        guard words.indices.contains(device), words[device] != "none" else { return false }
        let reasons = scale.words("oxygen-reason")
        let reason = Int(state.vitals.oxygenReason)
        return !reasons.indices.contains(reason) || reasons[reason] == "hypoxia"
    }

    private func values(_ reading: GradeReading, when: String) -> [(String, String)] {
        [
            ("temperature", temperature(state.temperature, fahrenheit: state.temperatureFahrenheit)),
            ("when", when), ("grade", gradeWords(reading)),
        ]
    }

    /// `grade 2`, or `grade 2 to 4` while something is not known.
    func gradeWords(_ reading: GradeReading) -> String {
        guard let least = reading.least else {
            return reading.worst == 0 ? "not settled" : "up to grade \(reading.worst)"
        }
        return least == reading.worst ? "grade \(least)" : "grade \(least) to \(reading.worst)"
    }

    private func rowReason(_ reading: GradeReading, _ scale: GradingScale) -> String {
        guard let row = reading.answer.row else { return "several rows of the table are still possible" }
        return scale.table.rows[row].outcome.say ?? ""
    }

    func phraseText(_ id: PhraseID) -> String { advisor.protocols.phrase(id).text }

    private mutating func reviewNeuro(since: Instant) {
        guard let scale = advisor.protocols.icans, let at = state.neuroAt, at >= since,
            at > state.icans.gradedAt ?? Instant(milliseconds: .min),
            let reading = scale.readICANS(state, rules: advisor.rules), reading.worst > 0
        else { return }
        // Unknown imaging alone does not make a full score alarming.
        guard (reading.least ?? 1) > 0 || state.neuro.ice == Vitals.missing else { return }
        let maximum = scale.toxicity.scores.first?.maximum ?? 0
        let score = state.neuro.ice == Vitals.missing ? "not done" : "\(state.neuro.ice) of \(maximum)"
        alert(
            .icansUngraded, [("ice", score), ("when", elapsed(at)), ("grade", gradeWords(reading))],
            why: rowReason(reading, scale))
        possible[.icans] = reading.grades(in: scale.table)
        agenda.append(
            AgendaItem(
                kind: .grade, what: phraseText(.gradeICANSNow), earliest: at, due: at, latest: nil, status: .due,
                why: elapsed(at), citation: scale.table.rows[reading.answer.rows[0]].citation, dose: nil))
        for row in reading.answer.rows.prefix(3) {
            advise(scale.table, row: row, level: .info, why: "examination of \(elapsed(at))")
        }
    }

    // MARK: Grades

    /// An open reaction and, after one, the conditions for the next dose.
    mutating func reviewGrades() {
        for scale in Grading.Scale.allCases {
            let track = state.track(scale)
            let name = scale == .crs ? "CRS" : "ICANS"
            if track.isOpen {
                let opened = track.openedAt.map { elapsed($0) } ?? ""
                let id = track.openWorst >= 2 ? PhraseID.toxicityOpenSevere : .toxicityOpen
                alert(
                    id,
                    [
                        ("name", name), ("grade", String(track.grade ?? track.openWorst)), ("since", opened),
                        ("worst", String(track.openWorst)),
                    ])
                adviseModification(scale, track: track, grade: track.openWorst, opened: track.openedAt, ended: nil)
            } else if track.lastWorst > 0, let resolved = track.resolvedAt,
                resolved >= state.lastDose?.at ?? Instant(milliseconds: .min)
            {
                adviseModification(
                    scale, track: track, grade: track.lastWorst, opened: track.lastOpenedAt, ended: resolved)
            }
        }
    }

    /// What the label says about this grade: hold, discontinue, and what the next dose needs.
    private mutating func adviseModification(
        _ scale: Grading.Scale, track: ToxicityTrack, grade: UInt8, opened: Instant?, ended: Instant?
    ) {
        let name = scale == .crs ? "crs" : "icans"
        guard
            let rows = ModificationRules(therapy, table: name)?.rows(
                grade: Int(grade), recurrent: recurrent(track, grade: grade, ended: ended),
                hours: opened.map { (ended ?? now).hours(since: $0) })
        else {
            alert(
                .modificationNotOnFile,
                [("name", name.uppercased()), ("grade", String(grade)), ("drug", therapy.names.tallMan)])
            return
        }
        let (table, indices) = rows
        for index in indices {
            let outcome = table.rows[index].outcome
            if let open = outcome.open {
                alert(
                    .modificationNotOnFile,
                    [("name", name.uppercased()), ("grade", String(grade)), ("drug", therapy.names.tallMan)],
                    why: therapy.openStatement(open).map { "Look in \($0.where_)." } ?? "")
                continue
            }
            let level: Phrase.Level = outcome.action == "discontinue" ? .red : .amber
            advise(table, row: index, level: level, why: "\(name.uppercased()) grade \(grade)")
            if outcome.action == "discontinue", indices.count == 1 {
                alert(
                    .toxicityDiscontinue, [("name", name.uppercased()), ("grade", String(grade))],
                    citation: table.rows[index].citation)
            }
        }
    }

    private func recurrent(_ track: ToxicityTrack, grade: UInt8, ended: Instant?) -> Bool {
        let closed = track.closedEpisodes(of: grade)
        return ended == nil ? closed > 0 : closed > 1
    }
}

/// A therapy's table of what to do after a reaction of some grade.
struct ModificationRules {
    let table: DecisionTable

    init?(_ therapy: Therapy, table id: String) {
        guard let table = therapy.table(id), table.kind == .modification else { return nil }
        self.table = table
    }

    /// The next whole number of hours at which the table may answer otherwise, if it asks for a duration.
    func nextChange(after hours: Int) -> Int? {
        guard let duration = table.input(named: "duration") else { return nil }
        let bounds = table.rows.flatMap(\.when).joined().filter { $0.input == duration }.flatMap(\.ranges)
        return bounds.flatMap { [$0.lowerBound, $0.upperBound + 1] }.filter { $0 > hours }.min()
    }

    /// Rows that apply; several while the table asks something nobody recorded. Empty when the grade is not in it.
    func rows(grade: Int, recurrent: Bool, hours: Int?) -> (DecisionTable, [Int])? {
        rows(grade: grade, recurrence: Known(recurrent), hours: hours)
    }

    /// - Parameter recurrence: Unknown leaves the rows of both possible.
    func rows(grade: Int, recurrence: Known, hours: Int?) -> (DecisionTable, [Int])? {
        var values = [Int](repeating: TableInput.unknown, count: table.inputs.count)
        for (position, input) in table.inputs.enumerated() {
            switch (input.name, input.domain) {
            case ("grade", .number(let lower, let upper, _, _)):
                guard (lower...upper).contains(grade) else { return nil }
                values[position] = grade
            case ("occurrence", .category(let words)):
                guard let recurrent = recurrence.bool else { break }
                values[position] = words.firstIndex(of: recurrent ? "recurrent" : "first") ?? TableInput.unknown
            case ("duration", .number(let lower, let upper, _, _)):
                values[position] = hours.map { min(max($0, lower), upper) } ?? TableInput.unknown
            default: break
            }
        }
        return (table, table.answer(values, questions: false).rows)
    }
}
