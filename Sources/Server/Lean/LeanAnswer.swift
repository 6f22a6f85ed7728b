import Clinical
import HTTPTypes
import Hummingbird
import JSONText
import NIOCore
import Service

/// Answers of the lean way in, with the headers every answer has.
struct LeanAnswer {
    private let base: HTTPFields
    /// The date header is made once a second.
    private var date = (second: Int64.min, text: "")

    init(isOnTLS: Bool) {
        var base: HTTPFields = [.contentType: "application/json", .server: serverName]
        SecurityHeaders.add(to: &base, isOnTLS: isOnTLS)
        self.base = base
    }

    mutating func recorded(version: Int, now: Instant) -> (head: HTTPResponse, body: ByteBuffer) {
        let text = "{\"version\":\(version)}"
        return (HTTPResponse(status: .created, headerFields: fields(text.utf8.count, now)), ByteBuffer(string: text))
    }

    mutating func refused(_ refusal: APIRefusal, now: Instant) -> (head: HTTPResponse, body: ByteBuffer) {
        let body = ByteBuffer(bytes: refusal.json.bytes())
        var fields = fields(body.readableBytes, now)
        if let seconds = refusal.retryAfter { fields[.retryAfter] = String(seconds) }
        return (HTTPResponse(status: refusal.status, headerFields: fields), body)
    }

    private mutating func fields(_ length: Int, _ now: Instant) -> HTTPFields {
        let second = now.milliseconds / 1_000
        if second != date.second { date = (second, Self.text(second)) }
        var fields = base
        fields[.contentLength] = String(length)
        fields[.date] = date.text
        return fields
    }

    /// As RFC 9110 writes it: `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(_ second: Int64) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let iso = Zone.utc.day(of: Instant(milliseconds: second * 1_000)).iso
        let parts = iso.split(separator: "-").map(String.init)
        guard parts.count == 3, let month = Int(parts[1]), months.indices.contains(month - 1), second >= 0 else {
            return ""
        }
        func two(_ number: Int64) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(days[Int(second / 86_400 % 7)]), \(parts[2]) \(months[month - 1]) \(parts[0]) "
            + "\(two(second / 3_600 % 24)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }
}
