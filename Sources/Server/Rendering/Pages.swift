import Clinical
import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// All templates, parsed and checked, with what every page shows around its own content.
struct Pages: Sendable {
    let assets: Assets
    /// Content release, date and standing, at the foot of every page.
    let siteLine: String
    /// Whether people sign in here: a server of the reference alone has no accounts.
    var hasAccounts = false
    /// Whole templates by name, with everything they include.
    private let templates: [String: [TemplatePart]]

    /// Reads every `.mustache` file below `folder`; its path without the ending is its name.
    ///
    /// - Throws: ``PagesError`` when a template cannot be read or parsed, or includes one that does not exist.
    init(folder: String, assets: Assets, release: Release) throws(PagesError) {
        var parsed: [String: [TemplatePart]] = [:]
        for (name, text) in try TemplateFiles.read(folder: folder) {
            do {
                parsed[name] = try TemplateParser.parse(text)
            } catch {
                throw .broken(template: name, why: error.description)
            }
        }
        let linker = TemplateLinker(parsed)
        var templates: [String: [TemplatePart]] = [:]
        for name in parsed.keys { templates[name] = try linker.link(name) }
        self.templates = templates
        self.assets = assets
        siteLine = "Content \(release.id), \(release.date)"
    }

    /// Fails at start, not at the first visit, when a page's template does not exist.
    func check(_ used: [String]) throws(PagesError) {
        for name in used where templates[name] == nil { throw .missing(template: name, usedBy: "the program") }
    }

    /// The page as HTML, in UTF-8.
    func html(_ template: String, _ page: PageContext, _ model: any MustacheParent) throws -> [UInt8] {
        let whole = WholePage(page: PageFrame(page, pages: self), model: model)
        guard let bytes = fragment(template, whole) else {
            throw PagesError.missing(template: template, usedBy: "the program")
        }
        return bytes
    }

    /// One template filled, without a frame around it; `nil` when there is no such template.
    func fragment(_ template: String, _ model: any MustacheParent) -> [UInt8]? {
        guard let parts = templates[template] else { return nil }
        var writer = TemplateWriter(capacity: Self.usualSize)
        writer.write(parts, model: model)
        return writer.bytes
    }

    /// Room for most pages, so that writing one seldom moves it.
    private static let usualSize = 64 * 1024

    /// The page as a response.
    func response(
        _ template: String, _ page: PageContext, _ model: any MustacheParent, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let bytes = try html(template, page, model)
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

/// Joins the frame of a page with its own model for one look-up.
private struct WholePage: MustacheParent {
    let page: PageFrame
    let model: any MustacheParent

    func child(named name: String) -> Any? { name == "page" ? page : model.child(named: name) }
}

/// Why templates or assets cannot be used.
public enum PagesError: Error, Sendable, Equatable, CustomStringConvertible {
    case unreadable(String)
    case broken(template: String, why: String)
    case missing(template: String, usedBy: String)

    public var description: String {
        switch self {
        case .unreadable(let path): "cannot read \(path); expected the Templates and Assets folders of this release"
        case .broken(let template, let why): "template \(template) cannot be parsed: \(why)"
        case .missing(let template, let user): "template \(template) does not exist; it is used by \(user)"
        }
    }
}
