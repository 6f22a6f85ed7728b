import Clinical
import Identity
import Journal

/// Why something about accounts, sessions or links was refused.
///
/// Lines are for the person in front of the page; they never tell whether an account exists.
public enum AccountError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Email, password or code do not fit; one line for all of them.
    case wrongSignIn
    /// Too many attempts; try again after so many seconds.
    case wait(seconds: Int)
    /// The password is not good enough; says why.
    case password(String)
    case pin(String)
    case field(name: String, line: String)
    /// The link was used, withdrawn, has ended, or never existed.
    case linkOver
    case wrongCode
    case noSuchPerson
    /// The practice would be left without an administrator.
    case lastAdministrator
    /// Not for this person; names the deed.
    case notAllowed(String)
    /// Too much at once; try again.
    case busy
    case journal(code: String, message: String)

    /// Stable, for logs and tests.
    public var code: String {
        switch self {
        case .wrongSignIn: "account.sign-in"
        case .wait: "account.wait"
        case .password: "account.password"
        case .pin: "account.pin"
        case .field: "account.field"
        case .linkOver: "account.link-over"
        case .wrongCode: "account.code"
        case .noSuchPerson: "account.unknown"
        case .lastAdministrator: "account.last-administrator"
        case .notAllowed: "account.not-allowed"
        case .busy: "account.busy"
        case .journal(let code, _): code
        }
    }

    public var description: String {
        switch self {
        case .wrongSignIn: "Email, password or code do not fit. Check all three and try again."
        case .wait(let seconds): "Too many attempts. Try again in \(seconds) s."
        case .password(let line), .pin(let line), .field(_, let line): line
        case .linkOver: "This link is no longer good: it was used, withdrawn, or its time is over. Ask for a new one."
        case .wrongCode: "This code does not fit. Wait for the next one and try again."
        case .noSuchPerson: "There is no such person here."
        case .lastAdministrator: "This is the last administrator. Make somebody else administrator first."
        case .notAllowed(let what): "Your roles do not allow this (\(what)). Ask an administrator."
        case .busy: "Many people are signing in. Try again in a moment."
        case .journal(_, let message): message
        }
    }

    /// - Throws: ``field(name:line:)`` for text that ``PlainText`` does not take.
    static func check(_ text: String, _ name: String, _ lines: PlainText.Lines = .one) throws(AccountError) {
        if let line = PlainText.fault(in: text, lines) { throw .field(name: name, line: line) }
    }

    init(_ error: JournalError) { self = .journal(code: error.code, message: error.description) }
}
