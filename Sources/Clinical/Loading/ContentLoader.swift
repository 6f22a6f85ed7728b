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
        for file in files.sorted(by: { $0.path < $1.path }) {
            guard let kind = kind(of: file.path, log: log), let read = Tree.read(file, log: log),
                let tree = ContentOverlay(log: log, file: file.path).apply(changes, to: read)
            else { continue }
            census.files += 1
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
        guard log.faults.isEmpty, let release, let limits else { throw ContentFaults(faults: log.faults) }
        return ContentLibrary(
            release: release, therapies: therapies, toxicities: toxicities, scales: scales, medicines: medicines,
            management: management, limits: limits, phrases: phrases, census: census)
    }

    private enum FileKind { case therapy, toxicity, scale, medicine, management, release, limits, phrases }

    private static func kind(of path: String, log: FaultLog) -> FileKind? {
        switch path {
        case "release.yaml": return .release
        case "limits.yaml": return .limits
        case "phrases.yaml": return .phrases
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

    /// A file is named after what it describes.
    private static func checkName(_ id: String, file: String, log: FaultLog) {
        guard !file.hasSuffix("/\(id).yaml") else { return }
        log.add(
            "file-name", "the file describes \"\(id)\" but is not named \(id).yaml",
            at: Place(file: file, line: 1, column: 1))
    }
}
