import Testing

@testable import Server

@Suite struct MultipartTests {
    @Test(
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"), ("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"", nil),
            ("multipart/form-data; boundary=\"abc\"", "abc"), ("multipart/form-data", nil),
            ("multipart/mixed; boundary=abc", nil), ("multipart/form-data; boundary=", nil),
            ("application/x-www-form-urlencoded; boundary=abc", nil),
            ("multipart/form-data; boundary=" + String(repeating: "x", count: 71), nil),
        ] as [(String, String?)])
    func `the boundary is read from the content type`(type: String, boundary: String?) {
        #expect(MultipartForm.boundary(type) == boundary)
    }

    @Test func `fields and the file come out byte for byte`() throws {
        let bytes = (0...255).map { UInt8($0) } + Array("\r\n--\(Multipart.boundary.dropLast())\r\n--".utf8)
        let form = try MultipartForm(
            Multipart.body(["a": "1", "b": "zwei ü\r\n"], file: bytes), boundary: Multipart.boundary)
        #expect(form.file == .init(field: "label", bytes: bytes))
        #expect(form.fields.first("a") == "1")
        #expect(form.fields.first("b") == "zwei ü\r\n")
        let empty = try MultipartForm(Multipart.body([:], file: []), boundary: Multipart.boundary)
        #expect(empty.file.bytes.isEmpty)
    }

    static let whole = Multipart.body(["a": "1"], file: [1, 2, 3])

    @Test func `a body cut anywhere is refused`() {
        // After the last boundary's dashes only the line's end is missing, which loses nothing.
        for length in 0..<(Self.whole.count - 2) {
            #expect(throws: PageRefusal.self) {
                try MultipartForm(Array(Self.whole[..<length]), boundary: Multipart.boundary)
            }
        }
    }

    static func text(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }

    @Test(arguments: [
        Multipart.body(["a": "1"], file: nil), text("--x\nContent-Disposition: form-data\n\n1\n--x--"),
        text("--x\nContent-Disposition: attachment; name=\"a\"; filename=\"b\"\n\n1\n--x--"),
        text("--x\nX: y\n\n1\n--x--"), text("--x\n\n\n1\n--x--"), text("preamble\n--x\n"), [],
        text("--x\nContent-Disposition: form-data; name=\"\"; filename=\"b\"\n\n1\n--x--"),
        text("--x\n" + String(repeating: "A: b\n", count: 2000) + "\n1\n--x--"),
        text(
            String(repeating: "--x\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\n\n1\n", count: 2)
                + "--x--"),
    ])
    func `what is not one file with named fields is refused`(body: [UInt8]) {
        #expect(throws: PageRefusal.self) { try MultipartForm(body, boundary: "x") }
        #expect(throws: PageRefusal.self) { try MultipartForm(body, boundary: Multipart.boundary) }
    }

    @Test func `limits are kept on both sides`() throws {
        let body = Multipart.body(["a": "12345", "b": "1"], file: [1])
        var limits = MultipartForm.Limits()
        limits.bytes = body.count
        limits.fields = 2
        limits.fieldBytes = 5
        _ = try MultipartForm(body, boundary: Multipart.boundary, limits: limits)
        for change in [\MultipartForm.Limits.bytes, \.fields, \.fieldBytes] {
            var less = limits
            less[keyPath: change] -= 1
            #expect(throws: PageRefusal.self) {
                try MultipartForm(body, boundary: Multipart.boundary, limits: less)
            }
        }
    }
}
