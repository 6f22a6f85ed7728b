/// Who may do what: the one table that pages, the JSON interface and tests read.
public enum RoleTable {
    /// Whether a role may do something.
    public static func may(_ role: Role, _ deed: Deed) -> Bool { deeds(of: role).contains(deed) }

    /// Whether any of the roles may.
    public static func may(_ roles: some Sequence<Role>, _ deed: Deed) -> Bool { roles.contains { may($0, deed) } }

    /// Everything a role may do. No role may do everything.
    public static func deeds(of role: Role) -> Set<Deed> {
        switch role {
        case .nurse:
            clinical.union([.recordDose, .correctEntry, .registerPatient, .setCareTeam, .makeLink, .breakGlass])
        case .advancedPractice:
            clinical.union([
                .recordDose, .changeCourse, .correctEntry, .registerPatient, .setCareTeam, .makeLink, .breakGlass,
                .export,
            ])
        case .physician:
            clinical.union([
                .recordDose, .changeCourse, .correctEntry, .registerPatient, .setCareTeam, .makeLink, .breakGlass,
                .export,
                .moveRelease, .tickStatement, .loadLabel, .withdrawRow,
            ])
        case .pharmacist:
            clinical.union([
                .correctEntry, .breakGlass, .moveRelease, .tickStatement, .loadLabel, .withdrawRow, .setContacts,
            ])
        case .onCall: clinical.union([.recordDose, .changeCourse, .correctEntry, .makeLink, .breakGlass])
        case .coordinator:
            everybody.union([.seeBoard, .readRecord, .registerPatient, .setCareTeam, .makeLink, .export, .setContacts])
        case .educator: everybody
        case .medicalDirector:
            everybody.union([
                .seeBoard, .readRecord, .breakGlass, .signContent, .loadLabel, .withdrawRow, .readAudit,
                .readAccessReport, .export, .setContacts,
            ])
        // Looks after people and machines, not patients: sees no record.
        case .administrator:
            everybody.union([
                .managePeople, .manageSites, .readAudit, .readAccessReport, .erasePatient, .setContacts,
            ])
        }
    }

    private static let everybody: Set<Deed> = [.ownAccount, .readContent]
    private static let clinical: Set<Deed> = everybody.union([.seeBoard, .readRecord, .recordFinding])
}
