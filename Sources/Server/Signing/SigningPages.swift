import Hummingbird

/// All pages about content and labels, to be put on a router in one line.
enum SigningPages {
    /// - Throws: ``PagesError`` when a template is missing.
    static func addRoutes(to router: Router<AppContext>, desk: SigningDesk) throws(PagesError) {
        try desk.pages.check(ContentController.templates + RowController.templates + LabelController.templates)
        ContentController(desk: desk).addRoutes(to: router)
        RowController(desk: desk).addRoutes(to: router)
        LabelController(desk: desk).addRoutes(to: router)
    }
}
