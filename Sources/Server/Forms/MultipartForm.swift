import HTTPTypes
import Hummingbird

/// A form with one file, posted as `multipart/form-data` (RFC 7578).
///
/// Strict: one file, few small fields, every part named, the closing boundary present. Anything else is refused.
struct MultipartForm: Sendable {
    struct File: Sendable, Equatable {
        /// Name of its field.
        let field: String
        let bytes: [UInt8]
    }

    /// Most of what is read, each included; bytes count the whole body.
    struct Limits: Sendable {
        var bytes = 21 << 20
        var fields = 20
        var fieldBytes = 20_000
        var headerBytes = 4_000
    }

    let fields: FormData
    let file: File

    /// Reads the posted body of a request.
    init(body request: Request, limits: Limits = Limits()) async throws {
        guard let boundary = Self.boundary(request.headers[.contentType] ?? "") else {
            throw PageRefusal(status: .unsupportedMediaType, line: "Send the file from its own page.")
        }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bytes {
            throw HTTPError(.contentTooLarge)
        }
        let buffer = try await request.body.collect(upTo: limits.bytes)
        try self.init(Array(buffer.readableBytesView), boundary: boundary, limits: limits)
    }

    init(_ body: [UInt8], boundary: String, limits: Limits = Limits()) throws(PageRefusal) {
        var fields: [(name: String, value: String)] = []
        var file: File?
        for part in try Self.parts(body, boundary: boundary, limits: limits) {
            let (name, isFile) = try Self.disposition(part.head)
            if isFile {
                guard file == nil else { throw .malformed("Send one file at a time.") }
                file = File(field: name, bytes: Array(part.content))
            } else {
                guard part.content.count <= limits.fieldBytes, fields.count < limits.fields,
                    let value = String(validating: part.content, as: UTF8.self)
                else { throw .malformed("A field of the form is too long or is not valid UTF-8.") }
                fields.append((name, value))
            }
        }
        guard let file else { throw .malformed("The form holds no file. Choose one and send it again.") }
        self.file = file
        self.fields = FormData(fields: fields)
    }

    /// The boundary of `multipart/form-data; boundary=…`; `nil` for other types and for boundaries that are not allowed.
    static func boundary(_ contentType: String) -> String? {
        let parts = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
        guard parts.first?.lowercased().trimmed == "multipart/form-data",
            let part = parts.dropFirst().first(where: { $0.lowercased().hasPrefix("boundary=") })
        else { return nil }
        var value = part.dropFirst("boundary=".count)
        if value.first == "\"", value.last == "\"", value.count >= 2 { value = value.dropFirst().dropLast() }
        let allowed = value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        return (1...70).contains(value.utf8.count) && allowed ? String(value) : nil
    }

    private struct Part {
        let head: ArraySlice<UInt8>
        let content: ArraySlice<UInt8>
    }

    private static let broken = PageRefusal.malformed("The form was cut short or is broken. Send it again.")

    private static func parts(_ body: [UInt8], boundary: String, limits: Limits) throws(PageRefusal) -> [Part] {
        let opening = Array("--\(boundary)".utf8)
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let blank = Array("\r\n\r\n".utf8)
        guard body.count <= limits.bytes, body.starts(with: opening) else { throw broken }
        var parts: [Part] = []
        var position = opening.count
        while true {
            let rest = body[position...]
            if rest.starts(with: "--".utf8) { return parts }
            guard rest.starts(with: "\r\n".utf8), parts.count <= limits.fields else { throw broken }
            let start = position + 2
            guard let headEnd = find(blank, in: body, from: start, within: limits.headerBytes),
                let end = find(delimiter, in: body, from: headEnd + 2)
            else { throw broken }
            let content = headEnd + blank.count
            parts.append(Part(head: body[start..<headEnd], content: content <= end ? body[content..<end] : []))
            position = end + delimiter.count
        }
    }

    /// The place where `needle` begins, looked for in at most `within` bytes.
    private static func find(_ needle: [UInt8], in body: [UInt8], from start: Int, within: Int = .max) -> Int? {
        let last = min(body.count - needle.count, within == .max ? .max : start + within)
        guard start <= last else { return nil }
        return body.withUnsafeBufferPointer { bytes in
            var index = start
            while index <= last {
                if bytes[index] == needle[0], needle.indices.allSatisfy({ bytes[index + $0] == needle[$0] }) {
                    return index
                }
                index += 1
            }
            return nil
        }
    }

    /// Name of the field, and whether it is a file: the part says `filename`, whatever it is.
    private static func disposition(_ head: ArraySlice<UInt8>) throws(PageRefusal) -> (name: String, isFile: Bool) {
        guard let text = String(validating: head, as: UTF8.self) else { throw broken }
        // Carriage return and line feed are one character in Swift.
        for line in text.split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2, pair[0].lowercased() == "content-disposition" else { continue }
            let values = pair[1].split(separator: ";").map { $0.drop { $0 == " " } }
            guard values.first.map({ String($0).trimmed }) == "form-data" else { throw broken }
            func value(_ key: String) -> Substring? {
                values.first { $0.lowercased().hasPrefix(key + "=\"") && $0.last == "\"" }?
                    .dropFirst(key.count + 2).dropLast()
            }
            guard let name = value("name"), !name.isEmpty, name.utf8.count <= 100 else { throw broken }
            return (String(name), values.contains { $0.lowercased().hasPrefix("filename") })
        }
        throw broken
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
