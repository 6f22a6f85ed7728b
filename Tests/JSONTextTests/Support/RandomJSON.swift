import JSONText

/// Random JSON values for property tests.
enum RandomJSON {
    private static let numbers = ["0", "-0", "1", "-17", "38.60", "0.06", "1e-7", "9223372036854775808", "2.5E+10"]
    private static let scalars: [Unicode.Scalar] = [
        "a", "Z", "0", " ", "\"", "\\", "/", "\u{0}", "\u{8}", "\n", "\t", "\u{1f}", "\u{7f}", "é", "\u{301}", "漢",
        "\u{2028}",
        "😀", "\u{10FFFF}", "\u{FFFD}",
    ]

    static func value(_ random: inout SplitMix64, depth: Int = 5) -> JSON {
        switch random.below(depth > 0 ? 8 : 5) {
        case 0: return .null
        case 1: return .bool(random.chance(1, in: 2))
        case 2: return .number(random.pick(numbers))
        case 3: return .int(Int64.random(in: .min ... .max, using: &random))
        case 4: return .string(text(&random))
        case 5: return .array((0..<random.below(5)).map { _ in value(&random, depth: depth - 1) })
        default:
            var members: [JSON.Member] = []
            for _ in 0..<random.below(5) {
                let key = text(&random)
                if members.contains(where: { $0.key == key }) { continue }
                members.append(JSON.Member(key, value(&random, depth: depth - 1)))
            }
            return .object(members)
        }
    }

    private static func text(_ random: inout SplitMix64) -> String {
        String(String.UnicodeScalarView((0..<random.below(8)).map { _ in random.pick(scalars) }))
    }

    static func shuffled(_ json: JSON, _ random: inout SplitMix64) -> JSON {
        switch json {
        case .array(let elements): return .array(elements.map { shuffled($0, &random) })
        case .object(let members):
            let inner = members.map { JSON.Member($0.key, shuffled($0.value, &random)) }
            return .object(inner.shuffled(using: &random))
        default: return json
        }
    }

    /// One change: a byte replaced, taken out, put in, or the end cut off.
    static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard !bytes.isEmpty else { return bytes.append(UInt8(random.below(256))) }
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(random.pick(Array("{}[]\",:\\0e.-\u{0}".utf8)), at: place)
        default: bytes.removeLast(random.below(bytes.count))
        }
    }
}
