import Foundation

/// Where a practice keeps its journal.
public enum PracticeFolder {
    static let name = "journal.sqlite"

    /// Path of the journal in a data folder.
    public static func journal(in folder: String) -> String { folder + "/" + name }

    /// Makes the folder, readable by its owner only, and gives the journal's path.
    public static func make(_ folder: String) throws(FolderError) -> String {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw FolderError(path: folder, reason: "the folder cannot be made; name another with --data")
        }
        return journal(in: folder)
    }

    /// Removes the journal of a demo practice; refuses a folder that is not one's own demo.
    public static func clear(_ folder: String) throws(FolderError) {
        let mark = folder + "/DEMO"
        let manager = FileManager.default
        if manager.fileExists(atPath: journal(in: folder)) {
            guard manager.fileExists(atPath: mark) else {
                throw FolderError(
                    path: folder, reason: "it holds a journal that is no demo; name another folder with --data")
            }
            for suffix in ["", "-wal", "-shm"] { try? manager.removeItem(atPath: journal(in: folder) + suffix) }
        }
        _ = try make(folder)
        guard manager.createFile(atPath: mark, contents: Data("Synthetic patients only.\n".utf8)) else {
            throw FolderError(path: mark, reason: "the file cannot be written")
        }
    }
}
