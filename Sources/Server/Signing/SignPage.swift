import Clinical
import Mustache
import Practice
import Service

/// The page a medical director signs on: what is missing first, the button only when it can succeed.
struct SignPage: MustacheParent, Sendable {
    let release: ReleaseSet
    let rules: SigningRules
    let diff: ReleaseDiff
    let fields: [FormField]
    let maySign: Bool
    let factor: SigningDesk.Factor
    /// Whether the folder holds the content that runs.
    let isOnDisk: Bool
    var failure: AlertView?

    /// What keeps the release from being signed, and where to mend it.
    private var gaps: [SigningGap] {
        let pending = rules.pending
        let unticked = pending.count { !$0.isTicked }
        var gaps: [SigningGap] = []
        if maySign { gaps += SigningGap.factor(factor).map { [$0] } ?? [] }
        if unticked > 0 {
            let verb = unticked == 1 ? "has" : "have"
            gaps.append(
                SigningGap(
                    "\(unticked) of \(Wording.count(pending.count, "open or unverified statement")) \(verb) no tick by a "
                        + "pharmacist or physician yet.",
                    link: "Statements without a tick", StatementChoice(show: .unticked).address))
        }
        if !isOnDisk {
            gaps.append(
                SigningGap("The content folder was changed after this server was started. Start it again first."))
        }
        return gaps
    }

    /// Does not keep anybody from signing; what waits is not part of what is signed.
    private var waiting: SigningGap? {
        let rows = rules.state.entries.count { $0.standing == .entered }
        guard rows > 0 else { return nil }
        return SigningGap(
            "\(Wording.count(rows, "row")) from the label \(rows == 1 ? "waits" : "wait") for a second person to confirm "
                + "\(rows == 1 ? "it" : "them"), and \(rows == 1 ? "is" : "are") not part of what is signed until then.",
            link: "Rows from the label", "/content#rows")
    }

    func child(named name: String) -> Any? {
        switch name {
        case "failure": failure
        case "hasGaps": !gaps.isEmpty
        case "gaps": gaps
        case "waiting": waiting
        case "facts":
            [
                DefinitionRow("Release", release.name), DefinitionRow("Hash", release.hash),
                DefinitionRow(
                    "Since the last signature",
                    "\(diff.added) added, \(diff.removed) removed, \(diff.changed) changed, \(diff.unchanged) unchanged"
                ),
            ]
        case "fields": fields
        case "canSign": maySign && gaps.isEmpty
        case "mayNotSign": !maySign
        default: nil
        }
    }
}

/// One thing that is missing before a release can be signed.
struct SigningGap: MustacheParent, Sendable {
    let text: String
    let link: String?
    let address: String

    init(_ text: String, link: String? = nil, _ address: String = "") {
        self.text = text
        self.link = link
        self.address = address
    }

    static func factor(_ factor: SigningDesk.Factor) -> SigningGap? {
        switch factor {
        case .shown: nil
        case .missing:
            SigningGap(
                "Signing asks for your second factor, and yours is not set up.", link: "Set up the second factor",
                "/account/second-factor")
        case .notShown:
            SigningGap(
                "Signing asks for your second factor, and you did not show it in this session.",
                link: "Enter your code", "/account/confirm?next=/content/sign")
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "gapText": text
        case "gapLink": link.map { NavigationLink(title: $0, address: address) }
        default: nil
        }
    }
}
