extension ContentLibrary {
    /// Reads, checks and proves a whole content folder.
    ///
    /// Nothing is skipped after the first fault: all faults of all files are collected, so that one run of the
    /// check shows everything there is to mend.
    ///
    /// - Parameters:
    ///   - files: Every file of the folder, in any order.
    ///   - changes: What a site entered from the label; read and proven with the rest.
    /// - Throws: ``ContentFaults`` with at least one fault.
    public static func load(
        _ files: [ContentFile], changing changes: [ContentChange] = []
    ) throws(ContentFaults) -> ContentLibrary {
        let log = FaultLog()
        var census = Census()
        var therapies: [Therapy] = []
        var toxicities: [Toxicity] = []
        var scales: [Scale] = []
        var release: Release?
        var limits: Limits?
        var phrases: [String: Phrase] = [:]
        var medicines: [Medicine] = []
        var guides: [(tree: Tree, file: String)] = []
        var topics: [Topic] = []
        var notes: [ReleaseNote] = []
        var names: SearchNames?
        var statements: [ContentStatement] = []
        for file in files.sorted(by: { $0.path < $1.path }) {
            guard let kind = kind(of: file.path, log: log), let read = Tree.read(file, log: log),
                let tree = ContentOverlay(log: log, file: file.path).apply(changes, to: read)
            else { continue }
            census.files += 1
            let walk = StatementWalk(tree, file: file.path)
            log.statementIDs = walk.idsByPlace(in: tree)
            if ContentStatements.isRead(file.path) { statements += walk.found.map(\.statement) }
            switch kind {
            case .therapy:
                guard let therapy = TherapyReader(log: log).read(tree, file: file.path, census: &census) else { break }
                checkName(therapy.id, file: file.path, log: log)
                therapies.append(therapy)
            case .toxicity:
                guard let toxicity = ToxicityReader(log: log).read(tree, file: file.path, census: &census) else {
                    break
                }
                checkName(toxicity.id, file: file.path, log: log)
                toxicities.append(toxicity)
            case .medicine:
                guard let medicine = MedicineReader(log: log).read(tree, census: &census) else { break }
                checkName(medicine.id, file: file.path, log: log)
                medicines.append(medicine)
            // Guides name medicines and therapies, so they are read when all of those are.
            case .management: guides.append((tree, file.path))
            case .scale:
                guard let scale = ScaleReader(log: log).read(tree, file: file.path, census: &census) else { break }
                checkName(scale.id, file: file.path, log: log)
                scales.append(scale)
            case .release: release = HouseReader(log: log).release(tree)
            case .limits: limits = HouseReader(log: log).limits(tree, census: &census)
            case .topic:
                guard let topic = TopicReader(log: log).read(tree, file: file.path, census: &census) else { break }
                checkName(topic.id, file: file.path, log: log)
                topics.append(topic)
            case .changes: notes = ShelfReader(log: log).changes(tree)
            case .search: names = ShelfReader(log: log).names(tree)
            case .phrases: phrases = HouseReader(log: log).phrases(tree, census: &census)
            }
        }
        let known = Set(therapies.map(\.id))
        var management: [ManagementGuide] = []
        for (tree, file) in guides {
            let reader = ManagementReader(log: log, medicines: medicines, therapies: known)
            guard let guide = reader.read(tree, file: file, census: &census) else { continue }
            checkName(guide.id, file: file, log: log)
            management.append(guide)
        }
        let whole = Place(file: "Content", line: 1, column: 1)
        for (name, found) in [("release.yaml", release != nil), ("limits.yaml", limits != nil)] where !found {
            if !log.faults.contains(where: { $0.file == name }) {
                log.add("missing-file", "the content has no usable \(name)", at: Place(file: name, line: 1, column: 1))
            }
        }
        if therapies.isEmpty { log.add("missing-file", "the content has no usable file in therapies/", at: whole) }
        checkPages(topics, names, notes, therapies: therapies, toxicities: toxicities, log: log)
        guard log.faults.isEmpty, let release, let limits else { throw ContentFaults(faults: log.faults) }
        return ContentLibrary(
            release: release, therapies: therapies.filter { $0.use == .course },
            referenceTherapies: therapies.filter { $0.use == .reference }, toxicities: toxicities,
            medicines: medicines, management: management, scales: scales, limits: limits, phrases: phrases,
            topics: topics, notes: notes, names: names ?? .none, statements: statements, census: census)
    }

    private enum FileKind {
        case therapy, toxicity, scale, medicine, management, topic, release, limits, phrases, changes, search
    }

    private static func kind(of path: String, log: FaultLog) -> FileKind? {
        switch path {
        case "release.yaml": return .release
        case "limits.yaml": return .limits
        case "phrases.yaml": return .phrases
        case "changes.yaml": return .changes
        case "search.yaml": return .search
        case _ where path.hasPrefix("reference/") && path.hasSuffix(".yaml"): return .topic
        case _ where path.hasPrefix("therapies/") && path.hasSuffix(".yaml"): return .therapy
        case _ where path.hasPrefix("toxicities/") && path.hasSuffix(".yaml"): return .toxicity
        case _ where path.hasPrefix("medicines/") && path.hasSuffix(".yaml"): return .medicine
        case _ where path.hasPrefix("management/") && path.hasSuffix(".yaml"): return .management
        case _ where path.hasPrefix("scales/") && path.hasSuffix(".yaml"): return .scale
        default:
            log.add(
                "unknown-file",
                "the program does not know what to do with this file; move it out of the content folder",
                at: Place(file: path, line: 1, column: 1))
            return nil
        }
    }

    /// Every page that is named exists.
    private static func checkPages(
        _ topics: [Topic], _ names: SearchNames?, _ notes: [ReleaseNote], therapies: [Therapy],
        toxicities: [Toxicity], log: FaultLog
    ) {
        let drugs = Set(therapies.map(\.id))
        let known = Set(
            drugs.map { "therapies/" + $0 } + toxicities.map { "toxicities/" + $0.id }
                + topics.map { "reference/" + $0.id })
        func check(_ pages: some Sequence<String>, in file: String) {
            for page in pages where !known.contains(page) && !page.hasPrefix("management/") {
                let hint = nearest(to: page, among: known).map { "; did you mean \($0)?" } ?? ""
                log.add(
                    "unknown-page", "there is no page \"\(page)\"\(hint)", at: Place(file: file, line: 1, column: 1))
            }
        }
        for topic in topics {
            let file = "reference/\(topic.id).yaml"
            check(topic.see + topic.about.map { "therapies/" + $0 }, in: file)
        }
        check(names?.pages.keys.sorted() ?? [], in: "search.yaml")
        check(notes.flatMap(\.changes).compactMap(\.page), in: "changes.yaml")
    }

    /// A file is named after what it describes.
    private static func checkName(_ id: String, file: String, log: FaultLog) {
        guard !file.hasSuffix("/\(id).yaml") else { return }
        log.add(
            "file-name", "the file describes \"\(id)\" but is not named \(id).yaml",
            at: Place(file: file, line: 1, column: 1))
    }
}
