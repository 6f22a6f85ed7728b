import Clinical
import Foundation
import JSONText
import Practice
import Testing

@Suite struct SiteTests {
    static let content: ContentLibrary = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Content").resolvingSymlinksInPath()
        var files: [ContentFile] = []
        for case let path as String in FileManager.default.enumerator(atPath: root.path) ?? .init()
        where path.hasSuffix(".yaml") {
            let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) ?? Data()
            files.append(ContentFile(path: path, bytes: [UInt8](data)))
        }
        do {
            return try ContentLibrary.load(files)
        } catch {
            fatalError("\(error)")
        }
    }()

    @Test func `a site keeps its zone and what it signed`() throws {
        let json = try JSON.parse(
            #"{"site":"a","name":"Clinic","zone":"America/Chicago","choices":{"masked-fever":"label"}}"#)
        let site = try Site.read(json, content: Self.content)
        #expect(site.zoneID == "America/Chicago")
        #expect(site.choices == ["masked-fever": "label"])
    }

    @Test(arguments: [
        (#"{"zonne":"UTC"}"#, "zonne", "field.unknown"),
        (#"{"choices":{"masked":"label"}}"#, "choices.masked", "choice.unknown"),
        (#"{"choices":{"masked-fever":"loose"}}"#, "choices.masked-fever", "choice.unknown-option"),
        (#"[]"#, "site", "field.kind"),
    ])
    func `a wrong site file names the field`(text: String, field: String, code: String) throws {
        let json = try JSON.parse(text)
        let error = #expect(throws: FieldError.self) { try Site.read(json, content: Self.content) }
        #expect(error?.field == field)
        #expect(error?.code == code)
    }
}
