import HTTPTypes
import Hummingbird

/// The fields of a form as they came, from a query or a posted body.
///
/// Strict: broken percent-encoding and broken UTF-8 are refused, because half-read input is worse than none.
struct FormData: Sendable {
    /// In the order they came; a name may come more than once.
    let fields: [(name: String, value: String)]
    /// Longest value read, in bytes of UTF-8.
    static let longestValue = 20_000
    /// A page of statements to tick has one for each; the body limit holds beside it.
    static let mostFields = 2_000

    init(fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// Reads `application/x-www-form-urlencoded` text.
    init(urlEncoded text: some StringProtocol) throws(PageRefusal) {
        let parts = text.utf8.split(separator: UInt8(ascii: "&"))
        guard parts.count <= Self.mostFields else {
            throw .malformed("The form has more than \(Self.mostFields) fields.")
        }
        var fields: [(name: String, value: String)] = []
        for part in parts {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = pair.first.flatMap({ Self.decode($0) }) else { throw Self.unreadable }
            guard let value = pair.count > 1 ? Self.decode(pair[1]) : "" else { throw Self.unreadable }
            guard value.utf8.count <= Self.longestValue, name.utf8.count <= 200 else {
                throw .malformed("One field is longer than \(Self.longestValue / 1000) KB. Shorten it.")
            }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The query of a request.
    init(query request: Request) throws(PageRefusal) {
        try self.init(urlEncoded: request.uri.query ?? "")
    }

    /// The posted body of a request, at most ``AppContext/bodyLimit`` bytes.
    init(body request: Request) async throws {
        let type = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased() ?? ""
        guard type == "application/x-www-form-urlencoded" else {
            throw PageRefusal(status: .unsupportedMediaType, line: "Send the form from its own page.")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > AppContext.bodyLimit {
            throw HTTPError(.contentTooLarge)
        }
        let buffer = try await request.body.collect(upTo: AppContext.bodyLimit)
        guard let text = String(validating: buffer.readableBytesView, as: UTF8.self) else { throw Self.unreadable }
        try self.init(urlEncoded: text)
    }

    /// The first value under a name.
    func first(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// All values under a name, for check boxes.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    var isEmpty: Bool { fields.isEmpty }

    private static let unreadable = PageRefusal.malformed(
        "The text sent is not valid UTF-8 or is broken in its percent-encoding.")

    /// Undoes percent-encoding and `+`; `nil` when it is broken or not UTF-8.
    private static func decode(_ bytes: some Collection<UInt8>) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexDigit), let low = iterator.next().flatMap(hexDigit) else {
                    return nil
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
