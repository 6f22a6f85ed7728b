import Mustache

/// What a section shows where its HTML depends on nothing around it, so that it is written once and found again.
///
/// Its elements see no names of the page: what belongs to a viewer, such as a form token, cannot get into what is kept.
/// What changes with time is left open as a ``TemplateHole`` and filled for each page.
protocol KeptSection {
    /// What was written for the same elements in the same place of a template before; `nil` to write it anew.
    func kept(in place: Int) -> WrittenSection?
    func keep(_ section: WrittenSection, in place: Int)
    /// Asked only when nothing is kept.
    func elements() -> [any MustacheParent]
    /// The text of a hole, not yet escaped.
    func text(of hole: TemplateHole) -> String
}

/// A place in kept HTML that is written for each page.
struct TemplateHole: Sendable, Equatable {
    /// What the list knows it by.
    let key: Int64
}

/// HTML with places left open, in order.
struct WrittenSection: Sendable {
    let bytes: [UInt8]
    /// Written before the byte of that number.
    let holes: [(at: Int, hole: TemplateHole)]
}
