import Foundation
import HTTPTypes
import Hummingbird

/// Stylesheets, scripts and images, read once into memory.
///
/// Their address holds a hash of all of them, so browsers may keep them for ever: a changed file has a new address.
struct Assets: Sendable {
    struct Asset: Sendable {
        let bytes: ByteBuffer
        let type: String
    }

    /// Changes whenever a byte of any asset changes.
    let version: String
    private let files: [String: Asset]
    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "webmanifest": "application/manifest+json",
    ]

    init(folder: String) throws(PagesError) {
        var files: [String: Asset] = [:]
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        guard let names = FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) else {
            throw .unreadable(folder)
        }
        for name in names.sorted() {
            let kind = name.split(separator: ".").last.map(String.init) ?? ""
            guard let type = Self.types[kind] else { continue }
            guard let data = FileManager.default.contents(atPath: folder + "/" + name) else { throw .unreadable(name) }
            name.utf8.forEach(mix)
            data.forEach(mix)
            files[name] = Asset(bytes: ByteBuffer(bytes: data), type: type)
        }
        guard files["stepwell.css"] != nil else { throw .unreadable(folder + "/stepwell.css") }
        self.files = files
        version = String(hash, radix: 36)
    }

    /// Where a page finds an asset.
    func url(_ name: String) -> String { "/assets/\(version)/\(name)" }

    func asset(_ name: String) -> Asset? { files[name] }
}

/// Answers `/assets/VERSION/NAME`.
struct AssetMiddleware: RouterMiddleware {
    typealias Context = AppContext

    let assets: Assets

    func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        guard path.hasPrefix("/assets/"), request.method == .get || request.method == .head else {
            return try await next(request, context)
        }
        let parts = path.dropFirst("/assets/".count).split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let asset = assets.asset(String(parts[1])) else {
            throw PageRefusal.notFound("There is no such file.")
        }
        // An old page may ask with the version before an update: serve what we have, but do not let it be kept.
        let current = parts[0] == assets.version
        let headers: HTTPFields = [
            .contentType: asset.type, .contentLength: String(asset.bytes.readableBytes),
            .cacheControl: current ? "public, max-age=31536000, immutable" : "no-store",
        ]
        let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: asset.bytes)
        return Response(status: .ok, headers: headers, body: body)
    }
}
