import Clinical
public import Exchange
import Journal
public import Practice
import Synchronization

extension SigningService {
    /// Reads an official label, keeps the file, and makes it the one on file for a therapy.
    @discardableResult
    public func loadLabel(
        _ bytes: [UInt8], therapy: String, by person: SigningPerson
    ) async throws(SigningError) -> LabelDocument {
        guard person.may(.loadLabel) else { throw .notAllowed(act: .loadLabel) }
        let label: LabelDocument
        do {
            label = try MarkupReader.label(bytes)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
        guard let drug = base.therapy(therapy) else { throw .field("therapy", expected: "a therapy on file") }
        guard label.names(drug) else {
            throw .field("label", expected: "the label of \(drug.names.tallMan): this file names another product")
        }
        let reference = LabelReference(setID: label.setID, version: label.version, revised: label.revised.iso)
        let digest = KeptBytes.digest(bytes)
        let decide = { @Sendable (rules: SigningRules) throws(SigningError) -> [SigningDraft] in
            if let there = rules.state.label(therapy), there.reference.setID != label.setID {
                throw .field("label", expected: "the set id of the label on file, \(there.reference.setID)")
            }
            return [
                try rules.loadLabel(
                    reference, therapy: therapy, title: String(label.title.prefix(300)), sha256: digest, by: person)
            ]
        }
        _ = try decide(try await rules())
        do {
            _ = try await labelFiles.keep(bytes, author: person.id, site: site)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
        try await record(by: person, decide)
        return label
    }

    /// A label on file, read again from the bytes that were loaded.
    public func label(_ onFile: LabelOnFile) async throws(SigningError) -> LabelDocument {
        if let kept = memory.withLock({ $0.labels[onFile.sha256] }) { return kept }
        let read = try await readLabel(onFile)
        memory.withLock { memory in
            if memory.labels.count >= Self.keptLabels { memory.labels = [:] }
            memory.labels[onFile.sha256] = read
        }
        return read
    }

    private func readLabel(_ onFile: LabelOnFile) async throws(SigningError) -> LabelDocument {
        let bytes: [UInt8]?
        do {
            bytes = try await labelFiles.read(onFile.sha256)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
        guard let bytes else {
            throw .journal(
                code: "signing.label-file",
                message: "the label file \(onFile.sha256.prefix(12)) is not in the journal whole; load it again")
        }
        do {
            return try MarkupReader.label(bytes)
        } catch {
            throw .journal(code: error.code, message: error.description)
        }
    }

    /// The label on file of a therapy, what changed since the version before it, and the statements beside it.
    public func labelView(_ therapy: String) async throws(SigningError) -> LabelView? {
        let rules = try await rules()
        guard let onFile = rules.state.label(therapy) else { return nil }
        let document = try await label(onFile)
        var changes: LabelDiff?
        if let before = rules.state.labelBefore(onFile) {
            changes = LabelDiff.between(try await label(before), document)
        }
        return LabelView(
            onFile: onFile, document: document, changes: changes,
            beside: StatementBeside.all(rules.effective, therapy: therapy, label: document),
            outdatedRows: rules.state.entries.filter { $0.therapy == therapy && rules.state.isOutdated($0) })
    }
}

extension LabelDocument {
    /// Whether title or products name the drug, by its brand or by its generic name with or without suffix.
    func names(_ therapy: Therapy) -> Bool {
        let text = ([title] + products).joined(separator: " ").lowercased()
        return [therapy.names.brand, therapy.names.generic, therapy.id].contains { text.contains($0.lowercased()) }
    }
}

/// A label on file with everything a person reads beside it.
public struct LabelView: Sendable {
    public let onFile: LabelOnFile
    public let document: LabelDocument
    /// Against the version before; `nil` when this is the first one.
    public let changes: LabelDiff?
    /// Every statement of the therapy that is open, unverified, older than the label or undated.
    public let beside: [StatementBeside]
    /// Rows that were read in an older version.
    public let outdatedRows: [EnteredRow]
}

/// One statement with the part of the label it is to be read against.
public struct StatementBeside: Sendable {
    public let line: ReleaseSet.Line
    public let flag: StatementFlag?
    public let spot: LabelSpot?

    /// The statements of a therapy that are open or unverified, or whose source is older than the label or undated.
    public static func all(_ release: ReleaseSet, therapy: String, label: LabelDocument) -> [StatementBeside] {
        release.lines.filter { $0.statement.therapy == therapy }.compactMap { line in
            let flag = StatementFlag.of(line.statement, label: label.revised.iso)
            guard line.statement.needsTick || flag != nil else { return nil }
            let hint = line.statement.kind == .open ? line.statement.text : ""
            return StatementBeside(line: line, flag: flag, spot: label.spot(line.statement.place, hint: hint))
        }
    }
}
