import Clinical
import Foundation

/// The content of this repository, found by walking up from this file.
enum RealContent {
    static let files: [ContentFile] = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path() != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Content/release.yaml").path())
        {
            folder = folder.deletingLastPathComponent()
        }
        let content = folder.appending(path: "Content").resolvingSymlinksInPath()
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: content.path())) ?? []
        return paths.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { path in
            guard let data = try? Data(contentsOf: content.appending(path: path)) else { return nil }
            return ContentFile(path: path, bytes: Array(data))
        }
    }()

    static let paths = files.map(\.path)

    static func file(_ path: String) -> ContentFile? { files.first { $0.path == path } }

    /// Loaded once for all tests; a fault in the content fails every test that asks.
    static let loaded = Result { try ContentLibrary.load(files) }

    static var library: ContentLibrary { get throws { try loaded.get() } }
}
