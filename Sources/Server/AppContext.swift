public import Hummingbird
public import Service

/// What belongs to one request.
public struct AppContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who is signed in; set by the gate, `nil` on pages that are open to all when nobody is.
    public var viewer: Viewer?
    /// What a link's cookie opens; set by the gate on pages for link holders.
    public var visit: OpenedLink?
    /// The network address the request came from; empty when there is no network.
    public var address: String
    /// Most bytes of a body any route reads.
    public static let bodyLimit = 256 * 1024

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }

    public var maxUploadSize: Int { Self.bodyLimit }
}
