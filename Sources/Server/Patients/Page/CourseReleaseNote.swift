import Clinical
import Mustache
import Service

/// How a release is called where people read it.
enum ReleaseWords {
    /// `2026.11 (3fa9c1e2)`: the name, and the beginning of the hash that tells releases of one name apart.
    static func named(_ name: String?, pin: String) -> String {
        guard let name else { return pin.utf8.count == 64 ? String(pin.prefix(8)) : pin }
        return "\(name) (\(pin.prefix(8)))"
    }

    /// `2026.11 (3fa9c1e2), signed 2026-11-20`
    static func signed(_ content: ReleaseContent, zone: Zone) -> String {
        guard let signed = content.signed else { return content.name }
        return "\(named(signed.name, pin: signed.pin)), signed \(zone.day(of: signed.at))"
    }
}

/// That a course runs under another release than the one in force, with the way to move it.
struct CourseReleaseNote: MustacheParent, Sendable {
    let alert: AlertView
    private let address: String?

    /// `nil` where there is nothing to say.
    init?(_ record: PatientRecord, inForce: ReleaseContent, zone: Zone) {
        let now = ReleaseWords.signed(inForce, zone: zone)
        switch record.standing {
        case .current: return nil
        case .pinned:
            // Files on disk that nobody signed are no release to move to.
            guard inForce.signed != nil else { return nil }
            alert = AlertView(
                .info,
                "This course runs under release \(ReleaseWords.signed(record.content, zone: zone)). "
                    + "Release \(now), is signed here.")
        case .unnamed:
            alert = AlertView(
                .info, "The start of this course names no content release. It runs under the one in force: \(now).")
        case .notOnFile(let pin):
            alert = AlertView(
                .amber,
                "The release this course was started on, \(ReleaseWords.named(nil, pin: pin)), is not on file "
                    + "as a signed one. It runs under the one in force: \(now).")
        }
        address = inForce.signed == nil ? nil : "/patients/\(record.id)/release"
    }

    func child(named name: String) -> Any? {
        switch name {
        case "alert": alert
        case "releaseAddress": address
        default: nil
        }
    }
}
