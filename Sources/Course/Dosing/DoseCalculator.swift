public import Clinical

/// What to draw up for one dose, and how sure that is.
public struct DoseAnswer: Sendable {
    public enum Basis: String, Sendable {
        /// A row of the label's weight-band table.
        case labelTable = "label-table"
        /// Weight times dose: a cross-check, never the dose to draw up.
        case arithmetic
        /// The same for every weight.
        case flat
    }

    public let dose: ScheduledDose
    public let amount: DoseAmount
    public let concentration: Concentration?
    public let volume: DoseVolume?
    /// Vials to open.
    public let vials: Int?
    /// Injections to divide the volume into; `nil` when no limit is on file.
    public let syringes: Int?
    public let basis: Basis
    public let verification: Verification
    public let citation: Citation
    public let presentation: Presentation?
    public let volumes: VolumeTable?
    public let band: VolumeTable.Band?
    public let warnings: [Phrase.Filled]

    /// Whether the amount comes from the content, of whatever level, and not from arithmetic.
    public var isOnFile: Bool { basis != .arithmetic }

    /// Whether this may be drawn up once a second person has checked it: never arithmetic, and never a row or a vial
    /// nobody has read in a document.
    public var mayBeDrawnUp: Bool { basis != .arithmetic && verification != .unverified }
}

extension Phrase {
    /// A phrase with its blanks filled.
    public struct Filled: Sendable, Equatable {
        public let id: String
        public let level: Level
        public let text: String
        public let citation: Citation

        public init(_ phrase: Phrase, _ values: [(String, String)] = []) {
            id = phrase.id
            level = phrase.level
            text = phrase.filled(values)
            citation = phrase.citation
        }
    }
}

/// Amount, volume, vials and syringes of a dose for a weight.
public struct DoseCalculator: Sendable {
    let protocols: Protocols

    public init(_ protocols: Protocols) { self.protocols = protocols }

    /// - Parameter weight: Actual body weight; not needed for flat doses.
    /// - Throws: ``FieldError`` when the regimen lacks the dose or a weight is needed and missing.
    public func answer(
        _ plan: TherapyProtocol, regimen: Regimen, dose name: String, weight: BodyWeight?
    ) throws(FieldError) -> DoseAnswer {
        guard let dose = regimen.dose(name) else {
            throw FieldError(
                field: "dose", given: name,
                allowed: "one of " + regimen.doses.map(\.name).joined(separator: ", ") + " (regimen \(regimen.id))",
                code: "dose.unknown")
        }
        let therapy = plan.therapy
        let vial = therapy.presentations.first { $0.usedFor.contains(name) }
        if case .flat(let amount) = dose.rule {
            return make(dose, amount: amount, vial: vial, basis: .flat, level: dose.citation.level, warnings: [])
        }
        guard let weight else {
            throw FieldError(
                field: "weight", given: "nothing", allowed: "the actual body weight in kg", code: "field.missing")
        }
        let table = therapy.volumes.first {
            $0.doses.contains(name) && ($0.regimens.isEmpty || $0.regimens.contains(regimen.id))
        }
        if let table, let band = table.band(for: weight) {
            var warnings: [Phrase.Filled] = []
            if table.citation.level == .unverified { warnings += phrase(.doseTableUnverified, therapy: therapy) }
            let vial = therapy.presentations.first { $0.id == table.presentation } ?? vial
            return make(
                dose, amount: band.amount, volume: band.volume, vial: vial, basis: .labelTable,
                level: table.citation.level, citation: table.citation, table: table, band: band, warnings: warnings)
        }
        var warnings: [Phrase.Filled] = []
        if table != nil { warnings += phrase(.doseNoBand, therapy: therapy, weight: weight) }
        warnings += phrase(.doseArithmetic, therapy: therapy, weight: weight)
        return make(
            dose, amount: dose.rule.amount(for: weight), vial: vial, basis: .arithmetic, level: .unverified,
            table: table, warnings: warnings)
    }

    private func phrase(_ id: PhraseID, therapy: Therapy, weight: BodyWeight? = nil) -> [Phrase.Filled] {
        let open = therapy.open.first { $0.blocks.contains("dose volume") }
        let values = [
            ("drug", therapy.names.tallMan), ("weight", weight?.description ?? ""),
            ("where", open?.where_ ?? "label section on preparation"),
        ]
        return [Phrase.Filled(protocols.phrase(id), values)]
    }

    private func make(
        _ dose: ScheduledDose, amount: DoseAmount, volume: DoseVolume? = nil, vial: Presentation?,
        basis: DoseAnswer.Basis, level: Verification, citation: Citation? = nil, table: VolumeTable? = nil,
        band: VolumeTable.Band? = nil, warnings: [Phrase.Filled]
    ) -> DoseAnswer {
        let volume = volume ?? vial.map { $0.concentration.volume(of: amount) }
        var vials: Int?
        var syringes: Int?
        if let vial, let volume, vial.volume.hundredths > 0 {
            vials = (volume.hundredths + vial.volume.hundredths - 1) / vial.volume.hundredths
            if let most = vial.maximumPerInjection, most.hundredths > 0 {
                syringes = (volume.hundredths + most.hundredths - 1) / most.hundredths
            }
        }
        let weakest = vial.map { Verification.weaker(level, $0.citation.level) } ?? level
        return DoseAnswer(
            dose: dose, amount: amount, concentration: vial?.concentration, volume: volume, vials: vials,
            syringes: syringes, basis: basis, verification: weakest, citation: citation ?? dose.citation,
            presentation: vial, volumes: table, band: band, warnings: warnings)
    }
}
