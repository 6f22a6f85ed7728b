public import JSONText

/// Small YAML files that are not content, such as a site's settings, read with the same strictness.
public enum PlainYAML {
    /// The file as JSON: `yes` and `no` become true and false, plain numbers stay numbers, all else is text.
    public static func json(_ file: ContentFile) throws(ContentFaults) -> JSON {
        let log = FaultLog()
        guard let tree = Tree.read(file, log: log), log.faults.isEmpty else { throw ContentFaults(faults: log.faults) }
        return ExampleRunner.json(tree)
    }
}
