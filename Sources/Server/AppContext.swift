public import Hummingbird

/// What belongs to one request.
public struct AppContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Most bytes of a body any route reads.
    public static let bodyLimit = 256 * 1024

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    public var maxUploadSize: Int { Self.bodyLimit }
}
