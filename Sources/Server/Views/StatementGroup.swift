import Clinical
import Mustache

/// Lines of content under one heading; an empty group says that nothing is on file.
struct StatementGroup: MustacheParent, Sendable {
    let title: String
    let lines: [StatementView]

    init(_ title: String, _ statements: [Statement]?) {
        self.title = title
        lines = (statements ?? []).map { StatementView($0, anchored: true) }
    }

    init(_ title: String, lines: [StatementView]) {
        self.title = title
        self.lines = lines
    }

    func child(named name: String) -> Any? {
        switch name {
        case "groupHeading": title
        case "lines": lines
        case "nothing": lines.isEmpty
        default: nil
        }
    }
}

/// Something the content does not know.
struct OpenView: MustacheParent, Sendable {
    let open: OpenStatement

    func child(named name: String) -> Any? {
        switch name {
        case "what": open.what
        case "anchor": open.statement.isEmpty ? nil : open.statement
        case "place": open.where_
        case "blocks": open.blocks.isEmpty ? nil : open.blocks.joined(separator: ", ")
        default: nil
        }
    }
}

/// A document the content was read in.
struct SourceView: MustacheParent, Sendable {
    let source: Source

    func child(named name: String) -> Any? {
        switch name {
        case "sourceTitle": source.title
        case "by": source.by
        case "revised": source.revised.map { Wording.month($0) }
        case "level": SourceTag.meaning(source.level)
        case "unverified": source.level == .unverified
        case "note": source.note
        case "address": SourceTag.safeAddress(source.url)
        default: nil
        }
    }
}

/// Where respected sources differ: the options side by side, and which one answers until a site signs.
struct ChoiceView: MustacheParent, Sendable {
    let question: String
    let options: [OptionView]

    init(_ choice: Choice) {
        question = choice.question
        options = choice.options.map { OptionView(option: $0, answers: $0.id == choice.untilSigned) }
    }

    struct OptionView: MustacheParent, Sendable {
        let option: Choice.Option
        let answers: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "text": option.text
            case "answers": answers
            case "optionClass": answers ? "option option-answers" : "option"
            case "source": SourceTag(option.citation, anchored: true)
            default: nil
            }
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "question": question
        case "options": options
        default: nil
        }
    }
}
