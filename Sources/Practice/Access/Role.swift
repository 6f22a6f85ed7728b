/// What a person is trusted with at the sites they belong to. A person may have several.
public enum Role: String, Sendable, CaseIterable, Comparable {
    case nurse
    case advancedPractice = "advanced-practice"
    case physician
    case pharmacist
    case onCall = "on-call"
    case coordinator
    case educator
    case medicalDirector = "medical-director"
    case administrator

    /// As a person reads it.
    public var title: String {
        switch self {
        case .nurse: "Nurse"
        case .advancedPractice: "Advanced practice provider"
        case .physician: "Physician"
        case .pharmacist: "Pharmacist"
        case .onCall: "On-call clinician"
        case .coordinator: "Coordinator"
        case .educator: "Educator"
        case .medicalDirector: "Medical director"
        case .administrator: "Administrator"
        }
    }

    /// Whether people of this role must use a second factor: those whose signature changes what the practice runs on.
    public var needsSecondFactor: Bool { RoleTable.may(self, .signContent) }

    /// In the order of the declaration.
    public static func < (left: Role, right: Role) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// What somebody who holds a link, and no account, may see: one thing each.
public enum LinkPurpose: String, Sendable, CaseIterable {
    /// A patient or caregiver: their own page.
    case patient
    /// A hospital without an account: one patient's packet.
    case guestHospital = "guest-hospital"

    /// As a person reads it.
    public var title: String {
        switch self {
        case .patient: "Patient or caregiver"
        case .guestHospital: "Guest hospital"
        }
    }
}
