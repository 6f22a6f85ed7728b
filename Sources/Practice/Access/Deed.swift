/// Something that only some roles may do. Every route and every command asks for exactly one.
public enum Deed: String, Sendable, CaseIterable {
    /// See who needs something now.
    case seeBoard = "see-board"
    /// Open one patient's record.
    case readRecord = "read-record"
    /// Record what was seen: vitals, neurological checks, grades, weight, notes, infections.
    case recordFinding = "record-finding"
    /// Record a dose, a premedication or a medicine given.
    case recordDose = "record-dose"
    /// Hold, resume, start or change a course.
    case changeCourse = "change-course"
    /// Move a course to a newer signed content release.
    case moveRelease = "move-release"
    /// Correct an entry.
    case correctEntry = "correct-entry"
    /// Put a new patient in.
    case registerPatient = "register-patient"
    /// Say which sites look after a patient.
    case setCareTeam = "set-care-team"
    /// Open a record of another site in an emergency, with a reason.
    case breakGlass = "break-glass"
    /// Make and revoke links for patients and guest hospitals.
    case makeLink = "make-link"
    /// Take a record out of Stepwell.
    case export
    /// See what the site's content release is and what is open in it.
    case readContent = "read-content"
    /// Confirm or enter an open or unverified statement.
    case tickStatement = "tick-statement"
    /// Take back a row that was entered or confirmed.
    case withdrawRow = "withdraw-row"
    /// Put the official label on file.
    case loadLabel = "load-label"
    /// Sign a content release for a site.
    case signContent = "sign-content"
    /// Invite people, give and take roles, deactivate.
    case managePeople = "manage-people"
    /// Open sites.
    case manageSites = "manage-sites"
    /// Say whom the night team calls and where the rescue doses are.
    case setContacts = "set-contacts"
    /// Read who did what.
    case readAudit = "read-audit"
    /// Give a patient the report of who read their record.
    case readAccessReport = "read-access-report"
    /// Destroy a patient's key.
    case erasePatient = "erase-patient"
    /// Look after one's own account.
    case ownAccount = "own-account"
}
