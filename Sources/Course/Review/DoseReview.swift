public import Clinical

/// Something about a given dose that does not fit the plan.
public struct Contradiction: Sendable, Equatable {
    public enum Kind: String, Sendable {
        case tooEarly = "dose-too-early"
        case unexpected = "dose-unexpected"
        case whileHeld = "dose-while-held"
        case whileInfected = "dose-while-infected"
        case weightMissing = "dose-weight-missing"
        case weightOld = "dose-weight-old"
        case beforeStart = "dose-before-start"
    }

    public let kind: Kind
    /// Index into the course's doses.
    public let dose: Int
    /// Days since the dose before or since the weight, by kind.
    public let days: Int?
    /// Position the schedule expected, for an unexpected dose.
    public let expected: Int?
    /// Earliest day on file, for a dose too early.
    public let earliest: Int?
}

/// Holds every given dose against what the plan said on its day.
public struct DoseReview: Sendable {
    let plan: TherapyProtocol
    let zone: Zone
    let weightMaximumAgeDays: Int

    public init(plan: TherapyProtocol, zone: Zone, limits: Limits) {
        self.plan = plan
        self.zone = zone
        weightMaximumAgeDays = limits.weightMaximumAgeDays
    }

    /// What is wrong with one dose, given those before it.
    ///
    /// - Parameter index: Index into `state.doses`.
    public func contradictions(_ index: Int, in state: CourseState) -> [Contradiction] {
        guard state.doses.indices.contains(index) else { return [] }
        let dose = state.doses[index]
        var found: [Contradiction] = []
        func add(_ kind: Contradiction.Kind, days: Int? = nil, expected: Int? = nil, earliest: Int? = nil) {
            found.append(Contradiction(kind: kind, dose: index, days: days, expected: expected, earliest: earliest))
        }
        if let started = state.startedAt, dose.at < started { add(.beforeStart) }
        if dose.whileHeld { add(.whileHeld) }
        guard plan.regimens.indices.contains(Int(dose.regimen)) else { return found }
        let regimen = plan.regimens[Int(dose.regimen)]
        let position = regimen.position(of: dose.code)
        if dose.whileInfected, position >= 0, regimen.regimen.doses[position].stepUp { add(.whileInfected) }
        if case .perKilogram = position >= 0 ? regimen.regimen.doses[position].rule : .flat(DoseAmount(micrograms: 0)) {
            if let weighed = dose.weighedAt {
                let age = zone.day(of: dose.at) - zone.day(of: weighed)
                if age > weightMaximumAgeDays { add(.weightOld, days: age) }
            } else {
                add(.weightMissing)
            }
        }
        order(dose, index: index, position: position, state: state, add: add)
        return found
    }

    private func order(
        _ dose: GivenDose, index: Int, position: Int, state: CourseState,
        add: (Contradiction.Kind, Int?, Int?, Int?) -> Void
    ) {
        let today = zone.day(of: dose.at)
        let before = state.doses[..<index]
        guard let last = before.last else {
            if position != 0 { add(.unexpected, nil, 0, nil) }
            return
        }
        let next = DoseCalendar(plan: plan, zone: zone).next(
            after: before, regimen: dose.regimen, frequency: dose.frequency, today: today)
        let days = today - zone.day(of: last.at)
        if let expected = next.position, expected != position {
            add(.unexpected, days, expected, nil)
        } else if let earliest = next.earliest, today < earliest, next.basis == .schedule {
            add(.tooEarly, days, nil, earliest - zone.day(of: last.at))
        } else if next.row.flatMap({ plan.restart?.table.rows[$0].outcome.action }) == "too-early" {
            add(.tooEarly, days, nil, nil)
        }
    }
}
