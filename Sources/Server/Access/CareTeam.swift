import HTTPTypes
import Practice
import Service

/// Who looks after a patient from the first moment on.
enum CareTeam {
    /// The home site looks after patients nobody else said anything of; somebody of another site registers for theirs.
    ///
    /// Set before the patient is there, so that whoever registers can open what they made.
    /// The id comes from a form: a patient who is there already is never given to anybody by it.
    static func start(
        _ patient: String, practice: PracticeService, access: AccessWorld
    ) async throws(PageRefusal) {
        guard let viewer = RequestScope.viewer, !viewer.person.sites.contains(access.patients.home),
            access.patients.access(patient).sites == nil
        else { return }
        do throws(RecordError) {
            _ = try await practice.record(patient)
            return
        } catch {
            guard case .noSuchPatient = error else {
                throw PageRefusal(status: .serviceUnavailable, line: error.description)
            }
        }
        do throws(AccountError) {
            try await access.patients.setCareTeam(patient, sites: viewer.person.sites, by: viewer)
        } catch {
            throw PageRefusal(status: .serviceUnavailable, line: error.description)
        }
    }
}
