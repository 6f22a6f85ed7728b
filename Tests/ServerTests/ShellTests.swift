import Foundation
import HTTPTypes
import Hummingbird
import Testing

@testable import Server

@Suite struct ShellTests {
    @Test(arguments: [
        "0.0.0.0", "192.168.1.4", "example.org", "127.0.0.1.example.org", "128.0.0.1", "127.0.0", "::", "",
    ])
    func `only this computer may reach the server`(host: String) {
        #expect(throws: SettingsError.hostNotLoopback(host)) { try ServerSettings(host: host) }
        #expect(SettingsError.hostNotLoopback(host).description.contains("TLS") || host.isEmpty)
    }

    @Test(arguments: ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
    func `loopback is accepted`(host: String) throws {
        #expect(try ServerSettings(host: host).host == host)
    }

    @Test func `every page carries the security headers, error pages too`() async throws {
        for path in ["/reference", "/nowhere", "/reference?q=%"] {
            let headers = try await TestSite.get(path).headers
            #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
            #expect(headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test func `no page has inline script or style`() async throws {
        for path in [
            "/reference", "/reference/therapies/teclistamab", "/calculators/crs?temperature=39",
            "/calculators/schedule",
        ] {
            let text = try await TestSite.get(path).text
            #expect(!text.contains(" style=\"") && !text.contains("<style") && !text.contains("javascript:"))
            #expect(text.ranges(of: "<script").count == text.ranges(of: "<script type=\"module\" src=\"/assets/").count)
        }
    }

    @Test func `assets are versioned and kept by browsers`() async throws {
        let url = try Assets(folder: TestSite.root + "/Assets").url("stepwell.css")
        let sheet = try await TestSite.get(url)
        #expect(sheet.status == 200)
        #expect(sheet.headers[.cacheControl]?.contains("immutable") == true)
        #expect(try await TestSite.get("/assets/old/stepwell.css").headers[.cacheControl] == "no-store")
        #expect(try await TestSite.get("/assets/old/../Package.swift").status == 404)
    }

    @Test func `forms from other sites and rebound names are refused`() async throws {
        let posted = try await TestSite.send("/reference", method: .post, headers: [.origin: "https://example.org"])
        #expect(posted.status == 403)
        #expect(SameSiteMiddleware.host(of: "[::1]:8080") == "::1")
        #expect(SameSiteMiddleware.host(of: "evil.example:8080") == "evil.example")
    }

    @Test func `templates that are missing are named at start`() throws {
        let pages = try TestSite.pages()
        #expect(throws: PagesError.missing(template: "no/such", usedBy: "the program")) { try pages.check(["no/such"]) }
    }

    @Test func `text is escaped byte by byte`() {
        #expect(
            HTMLEscaping.escape("<a b=\"c\"\u{301} d='e'>&") == "&lt;a b=&quot;c&quot;\u{301} d=&#39;e&#39;&gt;&amp;")
    }

    @Test func `a page with hostile names renders them as text`() throws {
        let alert = AlertView(.red, "<script>alert(1)</script>\"\u{301}", why: "<b>")
        let page = PageContext(title: "<script>x</script>", banner: alert, printHeader: "<i>name</i>")
        let html = String(decoding: try TestSite.pages().html("error", page, alert), as: UTF8.self)
        for tag in ["<script>x", "<script>alert", "<b>", "<i>name"] { #expect(!html.contains(tag)) }
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func `a drawing escapes its words`() {
        var svg = SVG(id: "a\"b", width: 10, height: 10, style: "strip", title: "<t>", description: "\"d\"")
        svg.text("<script>", x: 1, y: .infinity)
        let text = svg.drawing().svg
        #expect(!text.contains("<script>") && !text.contains("<t>") && text.contains("id=\"a-b-title\""))
    }
}
