public import Exchange
import Foundation
import FoundationXML

/// Reads the XML of a label, hostile until proven otherwise.
///
/// A document type or an entity declaration is refused before the parser sees the file: a label needs neither, and
/// both are how a small file grows without end or reads other files. Only UTF-8 is accepted.
public enum MarkupReader {
    /// What a file may have, each included.
    public struct Limits: Sendable {
        public var bytes = 20 << 20
        public var depth = 64
        public var elements = 500_000
        /// Bytes of all attributes of one element.
        public var attributes = 65_536

        public init() {}
    }

    /// The namespace of HL7 v3, in which labels are written.
    static let namespace = "urn:hl7-org:v3"

    /// - Throws: ``LabelError`` of the kinds `refused` and `malformed`.
    public static func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(LabelError) -> MarkupElement {
        try check(bytes, limits: limits)
        let parser = XMLParser(data: Data(bytes))
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        let builder = MarkupBuilder(limits: limits)
        parser.delegate = builder
        let isWhole = parser.parse()
        if let reason = builder.refusal { throw .malformed(line: max(1, builder.refusalLine), reason) }
        guard isWhole, parser.parserError == nil, let root = builder.root else {
            throw .malformed(line: max(1, parser.lineNumber), "it is not well-formed XML or was cut short")
        }
        return root
    }

    /// Reads the label itself.
    public static func label(_ bytes: [UInt8], limits: Limits = Limits()) throws(LabelError) -> LabelDocument {
        try LabelReader.read(try read(bytes, limits: limits))
    }

    private static func check(_ bytes: [UInt8], limits: Limits) throws(LabelError) {
        guard bytes.count <= limits.bytes else {
            throw .refused("it has \(bytes.count) bytes; at most \(limits.bytes) are read")
        }
        guard !bytes.isEmpty else { throw .refused("it is empty") }
        guard !bytes.contains(0), String(validating: bytes, as: UTF8.self) != nil else {
            throw .refused("it is not UTF-8 text; save it as UTF-8")
        }
        if let encoding = declaredEncoding(bytes), encoding.lowercased() != "utf-8" {
            throw .refused("it says it is written in \(encoding.prefix(40)); only UTF-8 is read")
        }
        let open = UInt8(ascii: "<")
        let bang = UInt8(ascii: "!")
        for index in bytes.indices.dropLast() where bytes[index] == open && bytes[index + 1] == bang {
            let rest = bytes[(index + 2)...]
            guard rest.starts(with: "--".utf8) || rest.starts(with: "[CDATA[".utf8) else {
                throw .refused("it declares a document type or an entity; a label has none")
            }
        }
    }

    /// The encoding that the XML declaration names, if there is one.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        var head = bytes[...]
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
        guard head.starts(with: "<?xml".utf8), let end = head.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let text = String(decoding: head[..<end], as: UTF8.self)
        guard let range = text.range(of: "encoding") else { return nil }
        let rest = text[range.upperBound...].drop { $0 == " " || $0 == "=" || $0 == "\n" || $0 == "\t" || $0 == "\r" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return "" }
        return String(rest.dropFirst().prefix { $0 != quote })
    }
}

/// Puts the tree together and stops at the first limit.
private final class MarkupBuilder: NSObject, XMLParserDelegate {
    private struct Frame {
        var element: MarkupElement
        /// Pieces of text that came in a row; joined once.
        var text = ""

        mutating func endText() {
            if !text.isEmpty { element.children.append(.text(text)) }
            text = ""
        }
    }

    private let limits: MarkupReader.Limits
    private var stack: [Frame] = []
    private var elements = 0
    private(set) var root: MarkupElement?
    private(set) var refusal: String?
    private(set) var refusalLine = 0

    init(limits: MarkupReader.Limits) { self.limits = limits }

    private func refuse(_ reason: String, _ parser: XMLParser) {
        guard refusal == nil else { return }
        refusal = reason
        refusalLine = parser.lineNumber
        root = nil
        stack = []
        parser.abortParsing()
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard refusal == nil else { return }
        elements += 1
        // The parser below goes on after the document's end.
        guard root == nil else { return refuse("something follows the end of the document", parser) }
        guard stack.count < limits.depth else { return refuse("nested deeper than \(limits.depth) elements", parser) }
        guard elements <= limits.elements else { return refuse("more than \(limits.elements) elements", parser) }
        guard attributes.reduce(0, { $0 + $1.key.utf8.count + $1.value.utf8.count }) <= limits.attributes else {
            return refuse("attributes of more than \(limits.attributes) bytes in one element", parser)
        }
        if !stack.isEmpty { stack[stack.count - 1].endText() }
        // An element of another vocabulary is kept, under a name no reader of labels asks for.
        let own = namespaceURI == MarkupReader.namespace
        stack.append(Frame(element: MarkupElement(own ? name : "other:" + name, attributes: attributes)))
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard refusal == nil, var frame = stack.popLast() else { return }
        frame.endText()
        if stack.isEmpty {
            root = frame.element
        } else {
            stack[stack.count - 1].element.children.append(.element(frame.element))
        }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        guard refusal == nil, !stack.isEmpty else { return }
        stack[stack.count - 1].text += text
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
    }
}
