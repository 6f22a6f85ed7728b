import Glibc

/// Which part of an IP address one household or machine has to itself.
enum NetworkAddress {
    /// IPv4 whole (also when written inside IPv6), of IPv6 the first 64 bits; anything else as it stands.
    static func network(of text: String) -> String {
        let bare = text.prefix(64).split(separator: "%").first.map(String.init) ?? ""
        var four = in_addr()
        if inet_pton(AF_INET, bare, &four) == 1 { return bare }
        var six = in6_addr()
        guard inet_pton(AF_INET6, bare, &six) == 1 else { return bare }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes.suffix(4).map { String($0) }.joined(separator: ".")
        }
        return bytes.prefix(8).hex
    }
}
