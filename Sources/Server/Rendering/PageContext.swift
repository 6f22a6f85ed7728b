import Mustache
import Practice
import Service

/// What a page says about itself, for the frame around it.
struct PageContext: Sendable {
    /// Parts of the navigation.
    enum Section: String, Sendable, CaseIterable {
        case board, reference, calculators

        var title: String {
            switch self {
            case .board: "Board"
            case .reference: "Reference"
            case .calculators: "Calculators"
            }
        }
    }

    var title: String
    var section: Section?
    /// Set when the page shows a form that was refused; the title then starts with "Error".
    var hasErrors = false
    /// Shown between header and page, for example after a record was saved.
    var banner: AlertView?
    /// Where the banner leads.
    var bannerLink: NavigationLink?
    /// Shown on every printed page: patient name and date of birth.
    var printHeader: String?
    /// Names of ES modules in the assets folder that this page can use.
    var scripts: [String] = []
    /// The page's own stylesheet where it does without the common one.
    var stylesheet = "stepwell.css"
}

/// The frame as the layout reads it.
struct PageFrame: MustacheParent, Sendable {
    private let context: PageContext
    private let stylesheet: String
    private let icon: String
    private let scripts: [String]
    private let siteLine: String
    private let links: [NavigationLink]
    private let viewer = RequestScope.viewer
    private let hasAccounts: Bool

    init(_ context: PageContext, pages: Pages) {
        self.context = context
        stylesheet = pages.assets.url(context.stylesheet)
        icon = pages.assets.url("icon.svg")
        scripts = context.scripts.map { pages.assets.url($0) }
        siteLine = pages.siteLine
        hasAccounts = pages.hasAccounts
        let viewer = viewer
        links = PageContext.Section.allCases.filter { section in
            section != .board || !pages.hasAccounts || viewer?.may(.seeBoard) == true
        }.map { section in
            NavigationLink(title: section.title, address: "/" + section.rawValue, current: section == context.section)
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "title": (context.hasErrors ? "Error: " : "") + context.title
        case "stylesheet": stylesheet
        case "icon": icon
        case "scripts": scripts
        case "siteLine": siteLine
        case "links": links
        case "banner": context.banner
        case "bannerLink": context.bannerLink
        case "printHeader": context.printHeader
        case "formToken": viewer?.formToken
        case "viewerName": viewer?.person.shownName
        case "isSignedOut": hasAccounts && viewer == nil
        default: nil
        }
    }
}

/// A link of the navigation, or an anchor within a page.
struct NavigationLink: MustacheParent, Sendable {
    let title: String
    let address: String
    var current = false

    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "address": address
        case "current": current
        default: nil
        }
    }
}
