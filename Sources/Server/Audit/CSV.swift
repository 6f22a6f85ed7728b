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
        // Spreadsheets pass over blanks, and take the wide forms of these signs as the signs themselves.
        if let first = text.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" }),
            "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
        {
            text = "'" + text
        }
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

/// Acts as a table: words first, then the codes and ids behind them.
enum AuditFile {
    static let columns = [
        "when", "zone", "who", "role", "what", "why", "from", "patient", "site", "act", "count", "route", "person",
        "utc",
    ]

    static func text(_ entries: [AuditEntry], office: Office) -> String {
        let clock = office.clock
        return entries.reduce(into: CSV.line(columns)) { text, entry in
            text += CSV.line([
                clock.full(entry.at), office.zone.change(at: entry.at).name, office.name(entry.who, act: entry.act),
                AuditWords.roles(entry) ?? "", AuditWords.act(entry, clock: clock), ActWords.reason(entry),
                entry.from.isEmpty ? "this computer" : entry.from, entry.patient, entry.site, entry.act.rawValue,
                String(entry.count), entry.what, entry.who, entry.at.iso,
            ])
        }
    }
}
