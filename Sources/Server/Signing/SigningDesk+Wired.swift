import Course
import Identity
import Practice
import Service

extension SigningDesk {
    /// The desk of a running practice: whoever the gate let in acts, with the token of their session.
    static func wired(
        _ pages: Pages, _ signing: SigningService, _ practice: PracticeService, startsUnsigned: Bool
    ) -> SigningDesk {
        SigningDesk(
            pages: pages, signing: signing, zone: practice.rules.zone, startsUnsigned: startsUnsigned,
            actor: { context in
                context.viewer.map { viewer in
                    SigningPerson(
                        id: viewer.person.id, name: viewer.person.shownName,
                        roles: Set(viewer.person.roles.map(\.rawValue)))
                }
            },
            token: { context in context.viewer.map { (FormGuard.field, $0.formToken) } },
            admit: { form, context in
                guard let viewer = context.viewer,
                    ConstantTime.equal(form.first(FormGuard.field) ?? "", viewer.formToken)
                else { throw PageRefusal.foreignForm }
            },
            adopt: { try await practice.refreshContent() },
            factor: { context in
                guard let viewer = context.viewer, viewer.person.hasSecondFactor else { return .missing }
                return viewer.session.factor ? .shown : .notShown
            })
    }
}
