import Foundation
import Glibc

/// Files only their owner may read, written whole or not at all: to a temporary name, synced, then put in place.
enum PrivateFile {
    /// A failed call of the operating system, in words.
    struct Failure: Error {
        let text: String
        let code: Int32

        init(_ task: String, _ code: Int32 = errno) {
            self.code = code
            text = "\(task): \(String(cString: strerror(code)))"
        }
    }

    /// Makes a file that must not exist yet; of two at once one fails with `EEXIST`.
    static func create(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let temporary = try write(bytes, beside: path)
        try putInPlace(temporary, as: path)
    }

    /// Gives a finished file its name, unless there is a file of that name: then it fails with `EEXIST`.
    ///
    /// The temporary name is gone in either case.
    static func putInPlace(_ temporary: String, as path: String) throws(Failure) {
        // Unlike a renaming, a new link never takes the place of a file that is there.
        let failure = link(temporary, path) == 0 ? nil : Failure("make \(path)")
        unlink(temporary)
        if let failure { throw failure }
        try syncFolder(of: path)
    }

    /// Copies a file to one that must not exist yet, and syncs it.
    static func copy(_ source: String, to path: String) throws(Failure) {
        let from = open(source, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else { throw Failure("open \(source)") }
        defer { _ = close(from) }
        let to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard to >= 0 else { throw Failure("make \(path)") }
        defer { _ = close(to) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(from, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw Failure("read \(source)") }
            guard count > 0 else { break }
            try write(buffer[..<count], to: to, named: path)
        }
        guard fsync(to) == 0 else { throw Failure("sync \(path)") }
    }

    /// Puts new content in the place of a file.
    static func replace(_ path: String, _ bytes: [UInt8]) throws(Failure) {
        let temporary = try write(bytes, beside: path)
        guard rename(temporary, path) == 0 else {
            let failure = Failure("replace \(path)")
            unlink(temporary)
            throw failure
        }
        try syncFolder(of: path)
    }

    /// The whole file, refusing one that others than its owner may use.
    static func read(_ path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure("open \(path)") }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw Failure("look at \(path)") }
        guard status.st_mode & 0o077 == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw Failure("read \(path), which has mode 0\(mode); expected 0600: run chmod 600 on it", EACCES)
        }
        guard status.st_size <= limit else { throw Failure("read \(path), which has \(status.st_size) bytes", EFBIG) }
        var bytes = [UInt8](repeating: 0, count: limit)
        var count = 0
        while count < limit {
            let read = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress?.advanced(by: count), limit - count)
            }
            guard read >= 0 else { throw Failure("read \(path)") }
            guard read > 0 else { break }
            count += read
        }
        return Array(bytes.prefix(count))
    }

    /// Makes a new name in the folder survive a power cut.
    static func syncFolder(of path: String) throws(Failure) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try sync(folder, O_RDONLY | O_DIRECTORY)
    }

    /// Makes the content of a file survive a power cut.
    static func sync(_ path: String, _ flags: Int32 = O_RDONLY) throws(Failure) {
        let file = open(path, flags | O_CLOEXEC)
        guard file >= 0 else { throw Failure("open \(path)") }
        defer { _ = close(file) }
        guard fsync(file) == 0 else { throw Failure("sync \(path)") }
    }

    /// A name in the same folder, so that it can be put in place by renaming.
    static func temporaryName(beside path: String) -> String { "\(path).\(UInt64.random(in: 0 ... .max)).new" }

    private static func write(_ bytes: [UInt8], beside path: String) throws(Failure) -> String {
        let temporary = temporaryName(beside: path)
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure("make \(temporary)") }
        defer { _ = close(file) }
        do throws(Failure) {
            try write(bytes[...], to: file, named: temporary)
            guard fsync(file) == 0 else { throw Failure("sync \(temporary)") }
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, named path: String) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure("write \(path)") }
            rest = rest.dropFirst(count)
        }
    }
}
