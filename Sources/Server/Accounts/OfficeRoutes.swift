import Hummingbird

/// The pages around accounts, audit and access, put on the router together.
enum OfficeRoutes {
    /// - Throws: ``PagesError`` when a template is missing.
    static func add(to router: Router<AppContext>, _ office: Office) throws(PagesError) {
        try office.pages.check(
            AccountController.templates + SecondFactorController.templates + PeopleController.templates
                + SitesController.templates + ContactsController.templates + EraseController.templates
                + LinkController.templates
                + DirectoryController.templates + AuditController.templates + PatientAccessController.templates)
        AccountController(office: office).addRoutes(to: router)
        PeopleController(office: office).addRoutes(to: router)
        SitesController(office: office).addRoutes(to: router)
        ContactsController(office: office).addRoutes(to: router)
        EraseController(office: office).addRoutes(to: router)
        LinkController(office: office).addRoutes(to: router)
        SignInAPI(office: office).addRoutes(to: router)
        DirectoryController(office: office).addRoutes(to: router)
        AuditController(office: office).addRoutes(to: router)
        PatientAccessController(office: office).addRoutes(to: router)
    }
}
