public import Clinical
import Foundation

/// Finds and reads the content folder.
public enum ContentFolder {
    /// The folder to use: the one named, else `STEPWELL_CONTENT`, else `Content` beside the current folder or above the
    /// program.
    public static func locate(_ named: String? = nil, folder: String = "Content") -> String? {
        if let named { return named }
        let variable = "STEPWELL_" + folder.uppercased()
        if let variable = ProcessInfo.processInfo.environment[variable], !variable.isEmpty { return variable }
        let manager = FileManager.default
        var starts = [manager.currentDirectoryPath]
        if let program = Bundle.main.executableURL?.resolvingSymlinksInPath().path { starts.append(program) }
        for start in starts {
            var url = URL(fileURLWithPath: start)
            for _ in 0..<8 {
                let candidate = url.appendingPathComponent(folder).path
                var isFolder: ObjCBool = false
                if manager.fileExists(atPath: candidate, isDirectory: &isFolder), isFolder.boolValue {
                    return candidate
                }
                url.deleteLastPathComponent()
            }
        }
        return nil
    }

    /// Every file below the folder, hidden ones left out.
    public static func read(_ folder: String) throws(FolderError) -> [ContentFile] {
        let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath()
        guard let walker = FileManager.default.enumerator(atPath: root.path) else {
            throw FolderError(path: folder, reason: "there is no such folder")
        }
        var files: [ContentFile] = []
        for case let path as String in walker where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            let full = root.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: full.path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files.append(ContentFile(path: path, bytes: try bytes(full.path)))
        }
        return files
    }

    /// The bytes of one file.
    public static func bytes(_ path: String, atMost: Int = 20_000_000) throws(FolderError) -> [UInt8] {
        do {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            guard data.count <= atMost else {
                throw FolderError(path: path, reason: "it has \(data.count) bytes; at most \(atMost) are read")
            }
            return [UInt8](data)
        } catch let error as FolderError {
            throw error
        } catch {
            throw FolderError(path: path, reason: "it cannot be read")
        }
    }
}

/// A file or folder that could not be read.
public struct FolderError: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public var code: String { "file.unreadable" }
    public var description: String { "\(path): \(reason)" }
}
