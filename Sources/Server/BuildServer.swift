import Clinical
import Course
public import Hummingbird
public import Logging
import Practice
import Service

/// Builds the web server: reads templates and assets, checks them, and lays out the routes.
///
/// Nothing listens until the returned application runs.
///
/// - Throws: ``PagesError`` when a template or asset is missing or broken.
public func buildServer(
    settings: ServerSettings, world: ServerWorld, logger: Logger = Logger(label: "stepwell.server")
) throws -> some ApplicationProtocol {
    let assets = try Assets(folder: settings.assets)
    var pages = try Pages(folder: settings.templates, assets: assets, release: world.protocols.library.release)
    try pages.check(ErrorPages.templates + ReferenceController.templates + CalculatorsController.templates)

    pages.hasAccounts = world.practice != nil
    let router = Router(context: AppContext.self, options: [.autoGenerateHeadEndpoints])
    router.middlewares.add(IncidentMiddleware(pages: pages))
    router.middlewares.add(RequestLogMiddleware())
    router.middlewares.add(SecurityHeadersMiddleware())
    router.middlewares.add(SameSiteMiddleware())
    router.middlewares.add(AssetMiddleware(assets: assets))

    if let practice = world.practice {
        guard let access = world.access else { throw SettingsError.noAccounts }
        let clock = practice.world.now
        let now: @Sendable () -> Int64 = { clock().milliseconds }
        router.middlewares.add(GateMiddleware(world: access, now: now))
        try pages.check(BoardController.templates + PatientController.templates + RecordController.templates)
        try pages.check(SignInController.templates + JoinController.templates)
        router.get("/") { _, context in
            guard let viewer = context.viewer else { return Response.seeOther("/sign-in") }
            return Response.seeOther(viewer.may(.seeBoard) ? "/board" : "/account")
        }
        SignInController(pages: pages, world: access, now: now).addRoutes(to: router)
        JoinController(pages: pages, world: access).addRoutes(to: router)
        try OfficeRoutes.add(to: router, Office(pages: pages, world: access, practice: practice))
        BoardController(pages: pages, practice: practice, access: access).addRoutes(to: router)
        PatientController(pages: pages, practice: practice).addRoutes(to: router)
        RecordController(pages: pages, practice: practice).addRoutes(to: router)
    } else {
        router.get("/") { _, _ in Response.seeOther("/reference") }
    }
    ReferenceController(pages: pages, protocols: world.protocols).addRoutes(to: router)
    CalculatorsController(pages: pages, protocols: world.protocols).addRoutes(to: router)

    return Application(
        router: router,
        configuration: ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), serverName: "stepwell"),
        logger: logger)
}

extension Response {
    /// After a form or a moved page: fetch this address with GET.
    static func seeOther(_ location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location])
    }
}
