import Testing

@testable import Server

/// Where a sign-in may lead on to.
@Suite struct LocalPathTests {
    @Test(arguments: [
        "/", "/board", "/content/sign", "/patients/019aa3de-7c11-7a52-9c1e-111111111111",
        "/patients/019aa3de-7c11-7a52-9c1e-111111111111/record/dose", "/audit.csv", "/a/b/",
    ])
    func `a path of this site is kept`(path: String) {
        #expect(LocalPath.checked(path) == path)
    }

    @Test(arguments: [
        "", "board", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/board//evil.example",
        "http:", "http://evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x",
        "/%2Fevil.example",
        "/%2f%2fevil.example", "/%5Cevil.example", "%2F%2Fevil.example", "/\tevil", "/\r\nSet-Cookie: a=b", "/ evil",
        "/@evil.example", "/:80", "/../evil", "/./board", "/a/../../b", "/board?q=Ruiz", "/board#x", "/b\u{00F6}ard",
        "/\u{2044}evil", "/\u{0}", "/a;b", "/" + String(repeating: "a", count: 300),
    ])
    func `anything else leads to the first page`(path: String) {
        #expect(LocalPath.checked(path) == "/")
        #expect(LocalPath.with(next: path, "/sign-in") == "/sign-in")
    }

    @Test func `nothing leads to the first page, and the way on is written after the door`() {
        #expect(LocalPath.checked(nil) == "/")
        #expect(LocalPath.with(next: "/board", "/unlock") == "/unlock?next=/board")
        #expect(LocalPath.with(next: "/", "/unlock") == "/unlock")
        #expect(LocalPath.with(next: nil, "/unlock") == "/unlock")
    }
}
