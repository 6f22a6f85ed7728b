public import Clinical

extension CourseState {
    /// Folds facts into a state: the one function that says what a record means.
    ///
    /// - Parameters:
    ///   - facts: Oldest first by the time they happened; facts named wrong by a correction already left out.
    ///   - fever: The temperature from which a reading is a fever, included; from the content's limits.
    /// - Returns: The same state for the same facts, always; never traps, whatever the facts say.
    public static func fold(_ facts: some Collection<TimedFact>, fever: BodyTemperature) -> CourseState {
        var state = CourseState()
        state.doses.reserveCapacity(32)
        let feverFrom = Int16(clamping: fever.hundredthsCelsius)
        // Callers in other modules reach the generic form; arrays and slices leave it here for a plain loop.
        let folded: Void? = facts.withContiguousStorageIfAvailable {
            state.apply($0.span, feverFrom: feverFrom)
        }
        if folded == nil { for fact in facts { state.apply(fact, feverFrom: feverFrom) } }
        return state
    }

    private mutating func apply(_ facts: Span<TimedFact>, feverFrom: Int16) {
        for index in facts.indices { apply(facts[index], feverFrom: feverFrom) }
    }

    @inline(__always)
    mutating func apply(_ timed: TimedFact, feverFrom: Int16) {
        count += 1
        lastAt = timed.at
        switch timed.fact {
        case .vitals(let vitals): apply(vitals, at: timed.at, feverFrom: feverFrom)
        case .dose(let code, let amount): give(code, amount: amount, timed)
        case .neuro(let exam):
            neuro = exam
            neuroAt = timed.at
        case .medicine(let kind, let medicines):
            if !medicines.isEmpty { give(medicines, at: timed.at) }
            if kind.hidesFever {
                feverDrugAt = timed.at
                feverDrug = kind
            }
        case .premedication(let medicines):
            premedicatedAt = timed.at
            if !medicines.isEmpty { give(medicines, at: timed.at) }
        case .graded(let grading):
            switch grading.scale {
            case .crs:
                crs.record(grading.grade, at: timed.at)
                feverBeforeDose = nil
            case .icans: icans.record(grading.grade, at: timed.at)
            }
        case .weighed(let newWeight):
            weight = newWeight
            weighedAt = timed.at
        case .held(let text):
            if heldAt == nil { heldAt = timed.at }
            holdText = text
        case .resumed: heldAt = nil
        case .infectionFound(let text):
            if infectedAt == nil { infectedAt = timed.at }
            infectionText = text
        case .infectionResolved: infectedAt = nil
        case .frequency(let code): frequency = code
        case .started(let newRegimen):
            if startedAt == nil { startedAt = timed.at }
            regimen = newRegimen
        case .registered: if registeredAt == nil { registeredAt = timed.at }
        case .note, .background, .action, .corrected, .releaseMoved, .other, .scored: break
        }
    }

    @inline(__always)
    private mutating func apply(_ new: Vitals, at: Instant, feverFrom: Int16) {
        vitals = new
        vitalsAt = at
        guard new.temperature != Vitals.missing else { return }
        temperature = new.temperature
        temperatureAt = at
        temperatureFahrenheit = new.enteredFahrenheit
        if new.temperature >= feverFrom {
            if feverAt == nil { feverAt = at }
            newestFeverAt = at
        }
        if new.temperature > peakTemperature { peakTemperature = new.temperature }
    }

    @inline(never)
    private mutating func give(_ code: UInt8, amount: DoseAmount?, _ timed: TimedFact) {
        let before = doses.last?.at ?? startedAt
        let previous = doses.last?.at ?? Instant(milliseconds: .min)
        lastDosePremedicatedAt = premedicatedAt.flatMap { $0 > previous ? $0 : nil }
        doses.append(
            GivenDose(
                at: timed.at, version: timed.version, code: code, amount: amount, whileHeld: heldAt != nil,
                whileInfected: infectedAt != nil, weighedAt: weighedAt, regimen: regimen, frequency: frequency))
        carryFever(from: before)
        // A dose opens a new watch: what came before belongs to the dose before.
        feverAt = nil
        newestFeverAt = nil
        peakTemperature = Vitals.missing
        crs.worstSinceDose = 0
        icans.worstSinceDose = 0
    }

    @inline(never)
    private mutating func give(_ medicines: MedicineSet, at: Instant) {
        for position in medicines.positions { medicinesGiven.append((position, at)) }
    }

    /// Keeps a fever that nobody graded when a dose closes the watch it belonged to.
    ///
    /// - Parameter before: The dose before, or the start of the course; what is older was never watched.
    private mutating func carryFever(from before: Instant?) {
        guard let before, let fever = newestFeverAt, fever >= before,
            fever > crs.gradedAt ?? Instant(milliseconds: .min)
        else { return }
        let stood = temperatureAt == fever
        // A fever that stood is not replaced by one that had gone.
        if let older = feverBeforeDose, older.stood, !stood { return }
        feverBeforeDose = UngradedFever(
            at: fever, peak: peakTemperature, fahrenheit: temperatureFahrenheit, stood: stood, dose: doses.count - 1)
    }
}
