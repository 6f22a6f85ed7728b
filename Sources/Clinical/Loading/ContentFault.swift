/// One thing wrong with a content file, with the place to mend it.
public struct ContentFault: Error, Sendable, Equatable, CustomStringConvertible {
    public let file: String
    /// Both count from 1.
    public let line: Int
    public let column: Int
    /// Stable, for example `content.unknown-key`.
    public let code: String
    public let message: String

    public init(file: String, line: Int, column: Int, code: String, message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.message = message
    }

    public var description: String { "\(file):\(line):\(column): error[\(code)]: \(message)" }
}

/// Every fault of a load; the content is not used when there is one.
public struct ContentFaults: Error, Sendable, CustomStringConvertible {
    public let faults: [ContentFault]

    public init(faults: [ContentFault]) { self.faults = faults }

    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// A content file as text; whoever reads the disk hands these in.
public struct ContentFile: Sendable {
    /// Path relative to the content folder, for example `therapies/teclistamab.yaml`.
    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// Collects faults while a load goes on, so that one run names all of them.
final class FaultLog {
    private(set) var faults: [ContentFault] = []
    /// Ids of the statements of the file that is being read, by where they stand: what is read knows its own id.
    var statementIDs: [Place: String] = [:]

    func add(_ code: String, _ message: String, at place: Place) {
        let fault = ContentFault(
            file: place.file, line: place.line, column: place.column, code: "content." + code, message: message)
        if !faults.contains(fault) { faults.append(fault) }
    }
}

/// Where something stands in a file.
struct Place: Sendable, Hashable {
    let file: String
    let line: Int
    let column: Int
}

/// The candidate nearest to `text` by edit distance, when it is near enough to be what was meant.
public func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
    var best: (String, Int)?
    for candidate in candidates {
        let distance = editDistance(Array(text.lowercased().utf8), Array(candidate.lowercased().utf8))
        if distance < best?.1 ?? .max { best = (candidate, distance) }
    }
    guard let best, best.1 <= max(2, text.utf8.count / 2) else { return nil }
    return best.0
}

private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let change = previous[column] + (byte == other ? 0 : 1)
            current.append(min(change, previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}
