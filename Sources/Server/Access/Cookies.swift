import HTTPTypes
import Hummingbird

/// The cookies Stepwell sets. Each is bound to this host (`__Host-`), kept from scripts, and not sent from other sites.
enum Cookies {
    static let session = "__Host-stepwell"
    /// Marks a browser somebody has signed in with before.
    static let device = "__Host-stepwell-device"
    /// A link holder's way in.
    static let visit = "__Host-stepwell-visit"
    /// Ties the way back from the practice's own directory to the browser that started it.
    static let directory = "__Host-stepwell-directory"

    static func read(_ name: String, _ request: Request) -> String? {
        request.cookies[name]?.value
    }

    /// - Parameter seconds: How long the browser keeps it; `nil` until it is closed.
    static func set(_ name: String, _ value: String, seconds: Int? = nil, crossSite: Bool = false) -> String {
        let age = seconds.map { "; Max-Age=\($0)" } ?? ""
        // A link back from the directory comes from another site, so its own cookie must be Lax.
        return "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=\(crossSite ? "Lax" : "Strict")\(age)"
    }

    static func clear(_ name: String) -> String { set(name, "", seconds: 0) }
}

extension Response {
    mutating func setCookie(_ text: String) { headers.append(HTTPField(name: .setCookie, value: text)) }
}
