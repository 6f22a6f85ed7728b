import Clinical
import Mustache
import Practice

/// What each release changed, in words; then, where a release was signed here, statement by statement since then.
struct ChangesPage: MustacheParent, Sendable {
    let library: ContentLibrary
    let diff: ReleaseDiff?

    private struct Note: MustacheParent {
        let note: ReleaseNote
        let library: ContentLibrary

        func child(named name: String) -> Any? {
            switch name {
            case "noteRelease": note.release
            case "noteDate": note.date.description
            case "isCurrent": note.release == library.release.id
            case "changes":
                note.changes.map { change in
                    ChangeLine(
                        word: change.kind.rawValue, text: change.text,
                        link: change.page.flatMap { PageName.link($0, in: library) })
                }
            default: nil
            }
        }
    }

    struct ChangeLine: MustacheParent, Sendable {
        let word: String
        let text: String
        let link: NavigationLink?

        func child(named name: String) -> Any? {
            switch name {
            case "changeWord": word
            case "changeClass":
                word == "removed" ? "tag tag-danger" : word == "added" ? "tag tag-ok" : "tag tag-watch"
            case "changeText": text
            case "changeLink": link
            default: nil
            }
        }
    }

    private var statements: [ChangeLine] {
        (diff?.changes ?? []).filter { $0.statement.kind != .frame }.map { change in
            let statement = change.statement
            let address = change.word == "removed" ? nil : StatementPage.address(statement.id)
            return ChangeLine(
                word: change.word, text: statement.say ?? statement.text,
                link: address.map { NavigationLink(title: "this statement", address: $0) })
        }
    }

    func child(named name: String) -> Any? {
        switch name {
        case "notes": library.notes.map { Note(note: $0, library: library) }
        case "noNotes": library.notes.isEmpty
        case "hasDiff": diff != nil
        case "statements": statements
        case "statementCount": Wording.count(statements.count, "statement")
        default: nil
        }
    }
}
