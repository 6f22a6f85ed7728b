import Clinical
import Mustache
import Practice

/// The therapies with the label each has on file.
struct LabelIndex: MustacheParent, Sendable {
    let cards: [LabelCard]

    func child(named name: String) -> Any? { name == "labels" ? cards : nil }
}

/// One therapy and its label.
struct LabelCard: MustacheParent, Sendable {
    let therapy: Therapy
    let onFile: LabelOnFile?

    func child(named name: String) -> Any? {
        switch name {
        case "labelAddress": "/label/\(therapy.id)"
        case "therapyName": Wording.name(therapy)
        case "labelLine":
            onFile.map { "Version \($0.reference.version), revised \($0.reference.revised), loaded by \($0.by.line)" }
        case "noLabel": onFile == nil
        default: nil
        }
    }
}
