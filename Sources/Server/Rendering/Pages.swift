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
    private let library: MustacheLibrary
    private let names: Set<String>

    /// Reads every `.mustache` file below `folder`; its path without the ending is its name.
    ///
    /// - Throws: ``PagesError`` when a template cannot be read or parsed, or includes one that does not exist.
    init(folder: String, assets: Assets, release: Release) throws(PagesError) {
        HTMLEscaping.register()
        let texts = try TemplateFiles.read(folder: folder)
        var templates: [String: MustacheTemplate] = [:]
        for (name, text) in texts {
            do {
                let template = try MustacheTemplate(string: HTMLEscaping.pragma + TemplateFiles.dotted(text))
                templates[name] = template
                templates[name.replacing("/", with: ".")] = template
            } catch {
                throw .broken(template: name, why: String(describing: error))
            }
        }
        for (name, text) in texts {
            for included in TemplateFiles.included(by: text) where texts[included] == nil {
                throw .missing(template: included, usedBy: name)
            }
        }
        library = MustacheLibrary(templates: templates)
        names = Set(texts.keys)
        self.assets = assets
        siteLine = "Content \(release.id), \(release.date)"
    }

    /// Fails at start, not at the first visit, when a page's template does not exist.
    func check(_ used: [String]) throws(PagesError) {
        for name in used where !names.contains(name) { throw .missing(template: name, usedBy: "the program") }
    }

    /// The page as HTML.
    func html(_ template: String, _ page: PageContext, _ model: any MustacheParent) throws -> String {
        let whole = WholePage(page: PageFrame(page, pages: self), model: model)
        guard let text = library.render(whole, withTemplate: template) else {
            throw PagesError.missing(template: template, usedBy: "the program")
        }
        return text
    }

    /// The page as a response.
    func response(
        _ template: String, _ page: PageContext, _ model: any MustacheParent, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let text = try html(template, page, model)
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
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
