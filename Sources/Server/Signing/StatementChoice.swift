import Clinical
import Practice

/// Which of the open and unverified statements a page shows: one part of the content, and of it what is asked for.
struct StatementChoice: Sendable, Equatable {
    enum Show: String, Sendable, CaseIterable {
        case all, unticked, open, unverified

        var title: String {
            switch self {
            case .all: "All"
            case .unticked: "Without a tick"
            case .open: "Open"
            case .unverified: "Unverified"
            }
        }

        func holds(_ item: SigningRules.Pending) -> Bool {
            switch self {
            case .all: true
            case .unticked: !item.isTicked
            case .open: item.line.statement.kind == .open
            case .unverified: item.line.statement.kind != .open
            }
        }
    }

    /// Name of the content file without its folder, such as `teclistamab`; `nil` for every part.
    var part: String?
    var show = Show.all

    init(part: String? = nil, show: Show = .all) {
        self.part = part
        self.show = show
    }

    /// What an address or a form asks for; what it does not know it shows as everything.
    init(_ form: FormState) {
        part = form.given("part")
        show = form.given("show").flatMap { Show(rawValue: $0) } ?? .all
    }

    var address: String {
        var asked: [String] = []
        if let part { asked.append("part=" + FormText.encode(part)) }
        if show != .all { asked.append("show=" + show.rawValue) }
        return "/content/statements" + (asked.isEmpty ? "" : "?" + asked.joined(separator: "&"))
    }

    /// Keeps the choice through a form.
    var fields: [FormField] {
        [
            FormField(kind: .hidden, name: "part", label: "", value: part ?? ""),
            FormField(kind: .hidden, name: "show", label: "", value: show.rawValue),
        ]
    }

    static func part(_ item: SigningRules.Pending) -> String { part(ofFile: item.line.statement.file) }

    static func part(ofFile file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }

    /// Parts in the order of the content.
    static func parts(_ items: [SigningRules.Pending]) -> [String] {
        var parts: [String] = []
        for item in items where !parts.contains(part(item)) { parts.append(part(item)) }
        return parts
    }

    static func title(_ part: String) -> String { part.prefix(1).uppercased() + part.dropFirst() }
}
