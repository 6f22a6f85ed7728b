import Clinical
import HTTPTypes
import Hummingbird
import Service

/// Tables as files (RFC 4180), safe to open in a spreadsheet.
enum CSV {
    /// One line with its line end.
    static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// Quoted where it must be. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { text = "'" + text }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    static func response(_ text: String, name: String) -> Response {
        attachment(Array(text.utf8), type: "text/csv; charset=utf-8; header=present", name: name)
    }

    /// - Parameter name: ASCII letters, digits, dots and dashes; never a patient's name.
    static func attachment(_ bytes: [UInt8], type: String, name: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// The audit as a table: times in UTC, ids beside names.
enum AuditFile {
    static func text(_ entries: [AuditEntry], office: Office) -> String {
        entries.reduce(into: CSV.line(["when", "who", "name", "act", "what", "patient", "site", "from", "why"])) {
            text, entry in
            text += CSV.line([
                entry.at.iso, entry.who, office.name(entry.who, act: entry.act), entry.act.rawValue, entry.what,
                entry.patient, entry.site, entry.from, entry.why,
            ])
        }
    }
}
