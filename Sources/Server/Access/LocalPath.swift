/// Where to go on after signing in or showing a code: only a path of this site, never an address of another one.
enum LocalPath {
    /// The path when it is one of ours, otherwise the first page.
    ///
    /// Strict: letters, digits and `- . _ ~` between single slashes, at most 300 bytes. No query (it may be about a
    /// patient), nothing percent-encoded (no path of ours needs it), no step up.
    static func checked(_ text: String?) -> String {
        guard let text, isLocal(text) else { return "/" }
        return text
    }

    static func isLocal(_ text: String) -> Bool {
        guard text.utf8.first == slash, text.utf8.count <= 300, text.utf8.allSatisfy(isPlain) else { return false }
        let steps = text.utf8.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
        return steps.enumerated().allSatisfy { index, step in
            if step.isEmpty { return steps.count == 1 || (index == steps.count - 1 && index > 0) }
            return !step.elementsEqual(".".utf8) && !step.elementsEqual("..".utf8)
        }
    }

    private static let slash = UInt8(ascii: "/")

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        case slash, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    /// The door's address with the way on, where there is one.
    static func with(next path: String?, _ door: String) -> String {
        guard let path, path != "/", isLocal(path) else { return door }
        return "\(door)?next=\(path)"
    }
}
