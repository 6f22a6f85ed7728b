/// One JSON value, with members in the order they were written and numbers kept as text.
///
/// Numbers stay text because doses, temperatures and weights must not pass through `Double`.
/// Objects keep their order so that what a person wrote can be shown back in the same order.
public enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number exactly as written, for example `38.60`; always a valid JSON number.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    public struct Member: Sendable, Equatable {
        public var key: String
        public var value: JSON

        public init(_ key: String, _ value: JSON) {
            self.key = key
            self.value = value
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .number(String(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension JSON {
    public static func int(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    /// `null` for `nil`, otherwise the text.
    public static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    /// `null` for `nil`, otherwise the whole number.
    public static func optional(_ value: Int?) -> JSON { value.map { .int($0) } ?? .null }

    public static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .string($0) }) }

    /// The member with this key, or `nil` when this is not an object or has no such member.
    public subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    public var isNull: Bool { self == .null }

    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The number as written, for exact decimal reading.
    public var numberText: String? {
        guard case .number(let text) = self else { return nil }
        return text
    }

    /// A whole number in the range of `Int`; `nil` for fractions, exponents and other kinds.
    public var int: Int? { numberText.flatMap { Int($0) } }

    public var array: [JSON]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    public var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// What this value is, in words for an error message.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
