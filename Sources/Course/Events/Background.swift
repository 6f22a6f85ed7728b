import Clinical

/// What holds for the patient whatever happens. Each answer is the newest that was given; `nil` was never said and is
/// never read as normal.
public struct Background: Sendable, Equatable {
    public var allergies: String?
    /// What the team is to do and not to do when the patient gets worse, in the words of the practice.
    public var codeStatus: String?
    public var homeOxygen: Bool?
    /// Hundredths of a liter a minute.
    public var homeOxygenFlow: Int?
    /// CPAP or BiPAP at home.
    public var positivePressureAtHome: Bool?
    /// mmHg.
    public var usualSystolic: Int?
    public var usualDiastolic: Int?
    /// Percent.
    public var usualSaturation: Int?
    public var caregiver: String?
    public var caregiverPhone: String?
    /// Where the patient spends the nights after a dose.
    public var staysAt: String?

    public init() {}

    /// Takes over everything a later entry said.
    mutating func take(_ newer: Background) {
        allergies = newer.allergies ?? allergies
        codeStatus = newer.codeStatus ?? codeStatus
        homeOxygen = newer.homeOxygen ?? homeOxygen
        homeOxygenFlow = newer.homeOxygenFlow ?? homeOxygenFlow
        positivePressureAtHome = newer.positivePressureAtHome ?? positivePressureAtHome
        usualSystolic = newer.usualSystolic ?? usualSystolic
        usualDiastolic = newer.usualDiastolic ?? usualDiastolic
        usualSaturation = newer.usualSaturation ?? usualSaturation
        caregiver = newer.caregiver ?? caregiver
        caregiverPhone = newer.caregiverPhone ?? caregiverPhone
        staysAt = newer.staysAt ?? staysAt
    }
}

extension ChartDecoder {
    /// Reads an event `background`: every field may be left out and then keeps what was said before.
    mutating func background(_ fields: inout FieldReader) throws(FieldError) -> Fact {
        let limits = protocols.library.limits
        var new = Background()
        new.allergies = try fields.text("allergies")
        new.codeStatus = try fields.text("codeStatus", most: 300)
        new.homeOxygen = try fields.yesNo("homeOxygen")
        new.homeOxygenFlow = try fields.oxygenFlow("homeOxygenFlowLPerMin")
        new.positivePressureAtHome = try fields.yesNo("positivePressureAtHome")
        new.usualSystolic = try fields.whole("usualSystolic", in: limits.systolic, unit: "mmHg")
        new.usualDiastolic = try fields.whole("usualDiastolic", in: limits.diastolic, unit: "mmHg")
        new.usualSaturation = try fields.whole("usualSaturation", in: limits.oxygenSaturation, unit: "%")
        new.caregiver = try fields.text("caregiver", most: 200)
        new.caregiverPhone = try fields.text("caregiverPhone", most: 80)
        new.staysAt = try fields.text("staysAt", most: 300)
        said.append(new)
        return .background(said: Int32(clamping: said.count - 1))
    }
}
