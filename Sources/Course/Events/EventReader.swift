public import Clinical
import JSONText

/// Turns recorded events into a chart. One place knows what each event's fields are.
public struct EventReader: Sendable {
    let protocols: Protocols

    public init(_ protocols: Protocols) { self.protocols = protocols }

    /// Decodes a whole stream, leniently: an event that cannot be read is kept aside with the reason, so that
    /// one bad record never hides the rest.
    public func chart(_ events: [RecordedEvent]) -> Chart {
        var decoder = ChartDecoder(protocols: protocols, settled: settledPlan(events))
        var facts: [TimedFact] = []
        facts.reserveCapacity(events.count)
        var unreadable: [(version: Int, why: String)] = []
        for event in events {
            do {
                let fact = try decoder.fact(event)
                facts.append(TimedFact(at: event.at, version: Int32(clamping: event.version), fact: fact))
            } catch {
                unreadable.append((event.version, "\(event.type): \(error)"))
            }
        }
        return Chart(
            plan: decoder.plan, patient: decoder.patient, facts: facts, texts: decoder.texts, said: decoder.said,
            unreadable: unreadable)
    }

    /// Decodes a whole stream, strictly: the first event that cannot be read is the error.
    public func strictChart(_ events: [RecordedEvent]) throws(FieldError) -> Chart {
        var decoder = ChartDecoder(protocols: protocols, settled: settledPlan(events))
        var facts: [TimedFact] = []
        for event in events {
            do {
                let fact = try decoder.fact(event)
                facts.append(TimedFact(at: event.at, version: Int32(clamping: event.version), fact: fact))
            } catch {
                throw FieldError(
                    field: "events[\(event.version - 1)].\(error.field)", given: error.given, allowed: error.allowed,
                    code: error.code)
            }
        }
        return Chart(
            plan: decoder.plan, patient: decoder.patient, facts: facts, texts: decoder.texts, said: decoder.said,
            unreadable: [])
    }
}

extension EventReader {
    /// The therapy of the last start that stands, where a record has several: a wrong start was struck out and the
    /// right one recorded, and doses in between mean doses of the right therapy.
    ///
    /// - Returns: `nil` with at most one start, where reading in order says it.
    private func settledPlan(_ events: [RecordedEvent]) -> TherapyProtocol? {
        guard events.count(where: { $0.type == EventType.courseStarted.rawValue }) > 1 else { return nil }
        var decoder = ChartDecoder(protocols: protocols)
        var starts: [(version: Int32, plan: TherapyProtocol)] = []
        var struck: Set<Int32> = []
        for event in events
        where event.type == EventType.courseStarted.rawValue || event.type == EventType.corrected.rawValue {
            switch try? decoder.fact(event) {
            case .started:
                if let plan = decoder.plan { starts.append((Int32(clamping: event.version), plan)) }
            case .corrected(let version, _) where Int(version) < event.version: struck.insert(version)
            default: break
            }
        }
        return (starts.last { !struck.contains($0.version) } ?? starts.last)?.plan
    }

    /// Decodes one more event, strictly, on top of a chart.
    ///
    /// - Throws: ``FieldError`` when the event cannot be read; the chart is a value and stays as it was.
    public func adding(_ event: RecordedEvent, to chart: Chart) throws(FieldError) -> (chart: Chart, fact: TimedFact) {
        var decoder = ChartDecoder(protocols: protocols)
        decoder.plan = chart.plan
        decoder.patient = chart.patient
        decoder.texts = chart.texts
        decoder.said = chart.said
        let fact = TimedFact(
            at: event.at, version: Int32(clamping: event.version), fact: try decoder.fact(event))
        var facts = chart.facts
        var unreadable = chart.unreadable
        if case .started = fact.fact { unreadable += decoder.renameDoses(&facts, from: chart.plan) }
        let next = Chart(
            plan: decoder.plan, patient: decoder.patient, facts: facts + [fact], texts: decoder.texts,
            said: decoder.said, unreadable: unreadable)
        return (next, fact)
    }
}

/// What must be remembered while events are decoded one after the other.
struct ChartDecoder {
    let protocols: Protocols
    /// The therapy that dose names belong to, where it is known beforehand and no start changes it.
    let settled: TherapyProtocol?
    var plan: TherapyProtocol?
    var patient = PatientDetails()
    var texts: [String] = []
    var said: [Background] = []

    init(protocols: Protocols, settled: TherapyProtocol? = nil) {
        self.protocols = protocols
        self.settled = settled
        plan = settled
    }

    mutating func keep(_ text: String?) -> Int32 {
        guard let text else { return -1 }
        texts.append(text)
        return Int32(clamping: texts.count - 1)
    }

    mutating func fact(_ event: RecordedEvent) throws(FieldError) -> Fact {
        guard let type = EventType(rawValue: event.type) else {
            let known = EventType.allCases.map(\.rawValue)
            let hint = nearest(to: event.type, among: known).map { " (did you mean \($0)?)" } ?? ""
            throw FieldError(
                field: "type", given: event.type + hint, allowed: "one of " + known.joined(separator: ", "),
                code: "event.unknown-type")
        }
        var fields = FieldReader(event.body, limits: protocols.library.limits)
        // Made by the device that recorded it, so that sending it twice records it once.
        _ = try fields.text("tap", most: 64)
        guard type == .registered || type == .courseStarted else {
            let fact = try read(type, &fields)
            try fields.finish()
            return fact
        }
        // These two change what the decoder remembers, which an event that cannot be read must not.
        let before = (plan, patient)
        do {
            let fact = try read(type, &fields)
            try fields.finish()
            return fact
        } catch {
            (plan, patient) = before
            throw error
        }
    }

    /// Dose codes count within one therapy. When a second start names another one, doses read so far keep their names.
    ///
    /// - Parameter old: The therapy in force when `facts` were read.
    /// - Returns: Entries whose dose the therapy now in force does not have; they count no longer.
    func renameDoses(_ facts: inout [TimedFact], from old: TherapyProtocol?) -> [(version: Int, why: String)] {
        guard let old, let plan, old.therapy.id != plan.therapy.id else { return [] }
        var lost: [(version: Int, why: String)] = []
        facts = facts.compactMap { fact in
            let code: UInt8
            switch fact.fact {
            case .dose(let found, _), .frequency(let found): code = found
            default: return fact
            }
            guard old.doseNames.indices.contains(Int(code)) else { return fact }
            let name = old.doseNames[Int(code)]
            guard let new = plan.code(name) else {
                lost.append((Int(fact.version), "\(plan.therapy.id) has no dose \(name)"))
                return nil
            }
            let renamed: Fact =
                if case .dose(_, let amount) = fact.fact { .dose(code: new, amount: amount) } else {
                    .frequency(code: new)
                }
            return TimedFact(at: fact.at, version: fact.version, fact: renamed)
        }
        return lost
    }

    private mutating func read(_ type: EventType, _ fields: inout FieldReader) throws(FieldError) -> Fact {
        switch type {
        case .registered: return try registered(&fields)
        case .courseStarted: return try started(&fields)
        case .weighed: return .weighed(try fields.weight("weightKg"))
        case .doseGiven: return try dose(&fields)
        case .premedicationGiven:
            let what = try fields.text("what")
            _ = keep(what)
            return .premedication(MedicineSet(namedIn: what, of: protocols.library.medicines))
        case .medicineGiven:
            let kind = try fields.word("kind", of: MedicineKind.words)
            let what = try fields.text("what")
            _ = keep(what)
            let named = try medicine(&fields)
            guard let kind else { throw missing("kind", MedicineKind.words) }
            return .medicine(
                MedicineKind.allCases[kind], named ?? MedicineSet(namedIn: what, of: protocols.library.medicines))
        case .vitals: return .vitals(try vitals(&fields))
        case .neuroExam: return .neuro(try neuro(&fields))
        case .graded: return try graded(&fields)
        case .held: return .held(text: keep(try fields.requiredText("reason")))
        case .resumed: return .resumed(text: keep(try fields.requiredText("reason")))
        case .infectionFound: return .infectionFound(text: keep(try fields.requiredText("what")))
        case .infectionResolved: return .infectionResolved(text: keep(try fields.text("what")))
        case .frequencyChanged:
            let code = try doseCode(&fields)
            _ = keep(try fields.text("reason"))
            let repeating = plan?.repeatingDoses ?? []
            guard let name = plan?.doseNames[Int(code)], repeating.contains(name) else {
                throw FieldError(
                    field: "dose", given: fields.body["dose"]?.text ?? "",
                    allowed: "one of " + repeating.joined(separator: ", "), code: "dose.not-repeating")
            }
            return .frequency(code: code)
        case .releaseMoved:
            _ = try fields.requiredText("release")
            _ = try fields.text("releaseName")
            return .releaseMoved
        case .note: return .note(text: keep(try fields.requiredText("text")))
        case .background: return try background(&fields)
        case .actionTaken:
            let outcome = try fields.word("outcome", of: ActionOutcome.words)
            _ = keep(try fields.text("action", most: 120))
            _ = keep(try fields.text("to", most: 200))
            guard let outcome else { throw missing("outcome", ActionOutcome.words) }
            return .action(ActionOutcome.allCases[outcome], text: keep(try fields.requiredText("what")))
        case .corrected:
            guard let version = try fields.whole("version", in: 1...1_000_000, unit: "(version of the wrong entry)")
            else {
                throw FieldError(field: "version", given: "nothing", allowed: "the wrong entry", code: "field.missing")
            }
            return .corrected(version: Int32(version), text: keep(try fields.requiredText("why")))
        }
    }

    /// The medicine an entry names by its id.
    private func medicine(_ fields: inout FieldReader) throws(FieldError) -> MedicineSet? {
        let medicines = protocols.library.medicines
        return try fields.word("medicine", of: medicines.map(\.id)).map { MedicineSet(position: $0) }
    }

    func missing(_ field: String, _ words: [String]) -> FieldError {
        FieldError(
            field: field, given: "nothing", allowed: "one of " + words.joined(separator: ", "), code: "field.missing")
    }

    private mutating func registered(_ fields: inout FieldReader) throws(FieldError) -> Fact {
        patient.name = try fields.text("name", most: 200) ?? ""
        if let born = try fields.text("born") {
            guard let day = Day(born) else {
                throw FieldError(
                    field: "born", given: born, allowed: "a date that exists, as YYYY-MM-DD", code: "field.date")
            }
            patient.born = day
        }
        patient.recordNumber = try fields.text("recordNumber", most: 80)
        patient.registeredAllergies = try fields.text("allergies")
        patient.phone = try fields.text("phone", most: 80)
        patient.synthetic = try fields.yesNo("synthetic") ?? false
        return .registered
    }

    private mutating func started(_ fields: inout FieldReader) throws(FieldError) -> Fact {
        let id = try fields.requiredText("therapy")
        let found = try TherapyNames.therapy(id, in: protocols)
        let regimen = try TherapyNames.regimen(try fields.text("regimen"), of: found)
        _ = try fields.text("release")
        _ = try fields.text("releaseName")
        plan = settled ?? found
        return .started(regimen: UInt8(truncatingIfNeeded: regimen))
    }

    private mutating func doseCode(_ fields: inout FieldReader) throws(FieldError) -> UInt8 {
        let name = try fields.requiredText("dose")
        guard let plan else {
            throw FieldError(
                field: "dose", given: name, allowed: "a course started before the first dose", code: "event.not-started"
            )
        }
        return try TherapyNames.dose(name, of: plan)
    }

    private mutating func dose(_ fields: inout FieldReader) throws(FieldError) -> Fact {
        let code = try doseCode(&fields)
        let micrograms = try fields.scaled("amountMg", decimals: 3)
        if let micrograms, !micrograms.isWithin(1...10_000_000) {
            throw FieldError(
                field: "amountMg", given: fields.body["amountMg"]?.text ?? "", allowed: "more than 0 mg",
                code: "field.out-of-range")
        }
        _ = keep(try fields.text("lot"))
        _ = keep(try fields.text("site"))
        _ = keep(try fields.text("override"))
        return .dose(code: code, amount: micrograms.map { DoseAmount(micrograms: $0.value) })
    }
}
