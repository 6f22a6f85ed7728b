import Clinical
import Foundation

/// What went wrong, in one line.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Reads a content folder from disk through the product's own loader.
func loadContent(_ folder: String) throws(BenchmarkError) -> ContentLibrary {
    guard let walk = FileManager.default.enumerator(atPath: folder) else {
        throw BenchmarkError("\(folder): no such folder")
    }
    var files: [ContentFile] = []
    for case let path as String in walk where path.hasSuffix(".yaml") {
        guard let data = FileManager.default.contents(atPath: folder + "/" + path) else {
            throw BenchmarkError("\(folder)/\(path): cannot be read")
        }
        files.append(ContentFile(path: path, bytes: [UInt8](data)))
    }
    do {
        return try ContentLibrary.load(files)
    } catch {
        throw BenchmarkError("\(folder): \(error.faults.map(\.description).joined(separator: "\n"))")
    }
}
