/// The one rule for what text may hold, whoever sends it and wherever it is kept: only what a reader can see.
///
/// Control characters, marks that turn the direction of writing and marks of no width make a name, a reason or an
/// address look like another one (Unicode Technical Report 36, "Unicode Security Considerations").
public enum PlainText {
    /// Whether a text may have several lines.
    public enum Lines: Sendable {
        /// A name, an address, a number: one line.
        case one
        /// A note or a reason: line breaks and tabs are kept.
        case many
    }

    /// What is wrong with a text, in one line that does not repeat the text; `nil` when nothing is.
    public static func fault(in text: String, _ lines: Lines) -> String? {
        found(in: text, lines).map { "This holds \($0). Type the words again instead of pasting them." }
    }

    /// The first thing in a text that is not taken, such as `a mark that cannot be seen (U+200B)`.
    public static func found(in text: String, _ lines: Lines) -> String? {
        for scalar in text.unicodeScalars {
            if lines == .many, scalar == "\n" || scalar == "\r" || scalar == "\t" { continue }
            if let kind = refused(scalar) { return "\(kind) (\(name(scalar)))" }
        }
        return nil
    }

    private static func refused(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: "a line break, where one line is expected"
        case 0x09: "a tab, where one line is expected"
        case 0x00...0x1F, 0x7F...0x9F: "a control character"
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
            "a mark that turns the direction of writing"
        case 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2065,
            0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            "a mark that cannot be seen"
        // Noncharacters: the last two of every plane, and a block of 32.
        case 0xFDD0...0xFDEF: "a code that stands for no character"
        case let value where value & 0xFFFE == 0xFFFE: "a code that stands for no character"
        default: nil
        }
    }

    /// `U+202E`
    private static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
