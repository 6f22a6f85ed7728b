import Mustache
import Testing

@testable import Server

@Suite("Templates") struct TemplateTests {
    @Test("every template is filled as the Mustache library fills it, whatever the model says")
    func oracle() throws {
        let oracle = try TemplateOracle(folder: TestSite.root + "/Templates")
        let pages = try TestSite.pages()
        #expect(oracle.names.count > 50)
        for name in oracle.names {
            for seed in UInt64(0)..<40 {
                let model = DrawnModel(seed: seed, depth: 4)
                let expected = try #require(oracle.html(name, model))
                let ours = String(decoding: try #require(pages.fragment(name, model)), as: UTF8.self)
                #expect(ours == expected, "template \(name), seed \(seed)")
            }
        }
    }

    /// A model of fixed names.
    private struct Fixed: MustacheParent {
        let values: [String: any Sendable]
        func child(named name: String) -> Any? { values[name] }
    }

    private func fill(_ text: String, _ values: [String: any Sendable]) throws -> String {
        var writer = TemplateWriter(capacity: 0)
        writer.write(try TemplateParser.parse(text), model: Fixed(values: values))
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test(
        "tags read as Mustache says",
        arguments: [
            ("{{a}}|{{{a}}}|{{ a }}", "&lt;x&gt;|<x>|&lt;x&gt;"),
            ("{{#yes}}1{{/yes}}{{^yes}}2{{/yes}}{{#no}}3{{/no}}{{^no}}4{{/no}}", "14"),
            ("{{#list}}[{{.}}{{a}}]{{/list}}", "[p&lt;x&gt;][q&lt;x&gt;]"),
            ("{{#list}}{{.a}}.{{/list}}", ".."),
            ("{{#none}}1{{/none}}{{^none}}2{{/none}}{{^list}}3{{/list}}", "2"),
            ("a\n{{#yes}}\nb\n{{/yes}}\nc\n", "a\nb\nc\n"),
            ("a {{! nothing }} b\n{{! alone }}\nc", "a  b\nc"),
            ("{ {{a}} } }}", "{ &lt;x&gt; } }}"),
        ])
    func tags(_ text: String, _ expected: String) throws {
        let values: [String: any Sendable] = ["a": "<x>", "yes": true, "no": false, "list": ["p", "q"]]
        #expect(try fill(text, values) == expected)
    }

    @Test(
        "a template that cannot be read is refused with its line",
        arguments: [
            ("a\n{{#x}}", 2), ("{{/x}}", 1), ("{{#x}}\n{{/y}}", 2), ("{{x", 1), ("{{x}", 1), ("{{}}", 1),
            ("{{=<% %>=}}", 1), ("\n\n{{a b(c)}}", 3), ("{{<l}}{{x}}{{/l}}", 1), ("{{{x}}", 1), ("{{", 1),
        ])
    func faults(_ text: String, _ line: Int) {
        let fault = #expect(throws: TemplateFault.self) { try TemplateParser.parse(text) }
        #expect(fault?.line == line)
    }

    @Test("a template that includes itself, or one that is not there, is refused at start")
    func links() throws {
        let circle = TemplateLinker(["a": [.partial("b")], "b": [.partial("a")]])
        #expect(throws: PagesError.self) { try circle.link("a") }
        #expect(throws: PagesError.missing(template: "c", usedBy: "a")) {
            try TemplateLinker(["a": [.partial("c")]]).link("a")
        }
    }
}
