import Clinical

/// Maps the XML of a structured product label to a ``LabelDocument``.
public enum LabelReader {
    /// - Parameter root: The document element.
    /// - Throws: ``LabelError/notALabel(_:)`` when the parts that every label has are missing or a table is too large.
    public static func read(_ root: MarkupElement) throws(LabelError) -> LabelDocument {
        guard root.name == "document" else {
            throw .notALabel("its outermost element is <\(root.name.prefix(60))>, expected <document>")
        }
        guard let setID = root.first("setId")?.attributes["root"], !setID.isEmpty else {
            throw .notALabel("it has no set id")
        }
        guard setID.utf8.count <= 64, setID.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .notALabel("its set id is no identifier of at most 64 characters")
        }
        guard let version = root.first("versionNumber")?.attributes["value"].flatMap({ Int($0) }), version >= 0 else {
            throw .notALabel("it has no version number")
        }
        guard let revised = root.first("effectiveTime")?.attributes["value"].flatMap({ day($0) }) else {
            throw .notALabel("it has no effective time of the form YYYYMMDD")
        }
        guard let body = root.first("component", "structuredBody") else {
            throw .notALabel("it has no structured body")
        }
        var sections: [LabelSection] = []
        for section in body.all("component").flatMap({ $0.all("section") }) {
            sections.append(try read(section: section))
        }
        guard !sections.isEmpty else { throw .notALabel("its body has no section") }
        return LabelDocument(
            setID: setID, version: version, revised: revised, title: root.first("title")?.plainText ?? "",
            products: products(body), sections: sections)
    }

    /// The first eight digits of a time, `YYYYMMDD`.
    static func day(_ text: String) -> Day? {
        let digits = Array(text.utf8.prefix(8))
        guard digits.count == 8, let text = String(validating: digits, as: UTF8.self) else { return nil }
        return Day("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.dropFirst(6))")
    }

    private static func products(_ body: MarkupElement) -> [String] {
        var names: [String] = []
        for section in body.all("component").flatMap({ $0.all("section") }) {
            for subject in section.all("subject") {
                guard
                    let product = subject.first("manufacturedProduct", "manufacturedProduct")
                        ?? subject.first("manufacturedProduct", "manufacturedMedicine")
                else { continue }
                let generic = product.first("asEntityWithGeneric", "genericMedicine", "name")
                for name in [product.first("name"), generic].compactMap({ $0?.plainText }) where !name.isEmpty {
                    if !names.contains(name) { names.append(name) }
                }
            }
        }
        return names
    }

    private static func read(section: MarkupElement) throws(LabelError) -> LabelSection {
        let title = section.first("title")?.plainText ?? ""
        var inside: [LabelSection] = []
        for child in section.all("component").flatMap({ $0.all("section") }) { inside.append(try read(section: child)) }
        let code = section.first("code")
        var text = LabelTextReader(scope: section.first("text") ?? MarkupElement("text"))
        return LabelSection(
            id: section.first("id")?.attributes["root"] ?? "", code: code?.attributes["code"] ?? "",
            codeName: code?.attributes["displayName"] ?? "", number: number(title), title: title,
            blocks: try text.blocks(), sections: inside)
    }

    /// `2.4` of `2.4 Restarting`; empty when the title begins otherwise.
    static func number(_ title: String) -> String {
        let head = title.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard head.first?.isNumber ?? false, title.dropFirst(head.count).first.map(\.isWhitespace) ?? true else {
            return ""
        }
        return head.last == "." ? String(head.dropLast()) : String(head)
    }
}
