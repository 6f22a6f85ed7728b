import Clinical
import Course
import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import Server

@Suite struct FormTests {
    @Test func `fields are decoded strictly`() throws {
        let read = try FormData(urlEncoded: "a=1+2&b=%C3%A9&a=3&c&d=x=y")
        #expect(read.first("a") == "1 2" && read.all("a") == ["1 2", "3"])
        #expect(read.first("b") == "é" && read.first("c") == "" && read.first("d") == "x=y")
        for broken in ["a=%", "a=%4", "a=%GG", "a=%FF", "%C3=1"] {
            #expect(throws: PageRefusal.self) { try FormData(urlEncoded: broken) }
        }
    }

    @Test func `too many or too long fields are refused`() {
        #expect(throws: PageRefusal.self) { try FormData(urlEncoded: String(repeating: "a=1&", count: FormData.mostFields + 1)) }
        #expect(throws: PageRefusal.self) { try FormData(urlEncoded: "a=" + String(repeating: "b", count: 20_001)) }
    }

    private func posted(_ bytes: [UInt8], type: String = "application/x-www-form-urlencoded") -> Request {
        let head = HTTPRequest(
            method: .post, scheme: nil, authority: nil, path: "/x", headerFields: [.contentType: type])
        return Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: bytes)))
    }

    @Test func `bodies over 256 KB, in broken UTF-8 or of another type are refused`() async throws {
        #expect(try await FormData(body: posted(Array("a=1".utf8))).first("a") == "1")
        let large = await #expect(throws: (any Error).self) {
            _ = try await FormData(body: posted([UInt8](repeating: 97, count: AppContext.bodyLimit + 1)))
        }
        #expect((large as? any HTTPResponseError)?.status == .contentTooLarge)
        let broken = await #expect(throws: PageRefusal.self) { _ = try await FormData(body: posted([0xFF, 0xFE])) }
        #expect(broken?.status == .badRequest)
        let other = await #expect(throws: PageRefusal.self) {
            _ = try await FormData(body: posted([123, 125], type: "application/json"))
        }
        #expect(other?.status == .unsupportedMediaType)
    }

    @Test func `the first refused field takes the focus and keeps its value`() {
        var form = FormState(FormData(fields: [("weight", " 7l "), ("days", "x")]))
        form.fail("weight", "first")
        form.fail("weight", "second")
        form.fail("days", "third")
        let weight = form.number("weight", label: "Weight", unit: "kg")
        #expect(weight.autofocus && weight.error == "first" && weight.value == " 7l ")
        #expect(!form.number("days", label: "Days").autofocus)
        #expect(form.given("weight") == "7l")
    }

    @Test(arguments: [("71.4", 71_400), ("0.001", 1), ("400", 400_000)])
    func `a plain weight is read exactly`(text: String, grams: Int) {
        var form = FormState(FormData(fields: [("weight", text)]))
        let weight = NumberReader.weight("weight", in: &form, limits: TestSite.protocols.library.limits)
        #expect(weight?.grams == grams && !form.hasErrors)
    }

    @Test(arguments: ["0", "-3", "400.001", "1e2", "71,4", "NaN", "７１", "9999999999999999999999"])
    func `other weights are marked`(text: String) {
        var form = FormState(FormData(fields: [("weight", text)]))
        #expect(NumberReader.weight("weight", in: &form, limits: TestSite.protocols.library.limits) == nil)
        #expect(form.hasErrors)
    }

    @Test func `a value outside the list is kept in a folded list`() {
        let form = FormState(FormData(fields: [("dose", "step-up-9")]))
        let field = form.select("dose", label: "Dose", [("a", "A")])
        #expect(field.options.first?.value == "step-up-9" && field.options.first?.chosen == true)
    }

    @Test func `every wrong finding is marked, not only the first`() throws {
        let crs = try #require(TestSite.protocols.crs).toxicity
        var form = FormState(
            FormData(fields: [("temperature", "99"), ("oxygen.device", "hose"), ("hypotension", "maybe")]))
        #expect(GradingForm(toxicity: crs).values(&form) == nil)
        #expect(Set(form.errors.keys) == ["temperature", "oxygen.device", "hypotension"])
    }
}
