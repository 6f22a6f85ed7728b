import Testing

/// The worked examples of the facts (`grading.yaml`, `worked_examples`), each with the id it has there.
@Suite struct `Worked examples of grading` {
    static let crsDefaults = """
        {"temperatureC":36.8,"feverEarlier":false,"feverDrugAfterOnset":false,"maskingPremedication":false,"otherCause":false,
         "hypotension":false,"vasopressors":[],"oxygen":{"device":"none"},"death":false}
        """

    @Test(
        arguments: [
            ("CRS-01", #"{"temperatureC":38.0}"#, "grade 1"),
            ("CRS-03", #"{"temperatureC":null,"temperatureF":100.4}"#, "grade 1"),
            ("CRS-05", #"{"temperatureC":39.72}"#, "grade 1"),
            ("CRS-07", #"{"temperatureC":38.6,"hypotension":true}"#, "grade 2"),
            (
                "CRS-09",
                #"{"temperatureC":38.6,"oxygen":{"device":"nasal_cannula","flowLPerMin":6,"reason":"hypoxia"}}"#,
                "grade 2"
            ),
            ("CRS-11", #"{"temperatureC":38.6,"oxygen":{"device":"blow_by","reason":"hypoxia"}}"#, "grade 2"),
            (
                "CRS-13", #"{"temperatureC":38.4,"oxygen":{"device":"venturi","flowLPerMin":4,"reason":"hypoxia"}}"#,
                "grade 3"
            ),
            ("CRS-15", #"{"temperatureC":38.9,"oxygen":{"device":"cpap","reason":"hypoxia"}}"#, "grade 4"),
            (
                "CRS-17",
                #"{"temperatureC":38.9,"oxygen":{"device":"invasive_ventilation","reason":"airway_protection"}}"#,
                "grade 1"
            ),
            (
                "CRS-19",
                #"{"temperatureC":38.9,"oxygen":{"device":"nasal_cannula","flowLPerMin":2,"reason":"unchanged_chronic_use"}}"#,
                "grade 1"
            ),
            (
                "CRS-21",
                #"{"temperatureC":38.7,"hypotension":true,"vasopressors":["norepinephrine"],"oxygen":{"device":"nasal_cannula","flowLPerMin":3,"reason":"hypoxia"}}"#,
                "grade 3"
            ),
            ("CRS-23", #"{"temperatureC":38.7,"hypotension":true,"vasopressors":["vasopressin"]}"#, "grade 3"),
            (
                "CRS-25",
                #"{"temperatureC":38.7,"hypotension":true,"vasopressors":["norepinephrine","vasopressin","epinephrine"]}"#,
                "grade 4"
            ),
            ("CRS-27", #"{"temperatureC":36.9,"hypotension":true,"maskingPremedication":true}"#, "not-crs"),
            (
                "CRS-29",
                #"{"temperatureC":36.7,"feverEarlier":true,"feverDrugAfterOnset":true,"oxygen":{"device":"high_flow_nasal_cannula","flowLPerMin":30,"reason":"hypoxia"}}"#,
                "grade 3"
            ),
            ("CRS-31", #"{"temperatureC":38.5,"altTimesUln":12,"creatinineTimesUln":3.5}"#, "grade 1"),
            (
                "CRS-33",
                #"{"temperatureC":38.8,"oxygen":{"device":"nasal_cannula","flowLPerMin":null,"reason":"hypoxia"}}"#,
                "grade 3|grade 2"
            ),
            (
                "CRS-35",
                #"{"temperatureC":38.8,"hypotension":true,"vasopressors":["norepinephrine"],"oxygen":{"device":"bipap","reason":"hypoxia"}}"#,
                "grade 4"
            ),
        ] as [(String, String, String)])
    func `CRS is graded as printed`(id: String, given: String, expected: String) throws {
        let grader = try Grader("crs")
        #expect(grader.words(try grader.answer(given, over: Self.crsDefaults)) == expected, "\(id)")
    }

    @Test func `CRS-27 has grade 2 once the site has signed the label's rule for a masked fever`() throws {
        let grader = try Grader("crs")
        let given = #"{"temperatureC":36.9,"hypotension":true,"maskingPremedication":true}"#
        let signed = try grader.answer(given, over: Self.crsDefaults, choices: ["masked-fever": "label"])
        #expect(grader.words(signed) == "grade 2")
        let unknown = try grader.answer(given, over: Self.crsDefaults, choices: ["masked-fever": "nonsense"])
        #expect(grader.words(unknown).contains("grade 2"), "an option nobody knows must not narrow the answer")
    }

    static let icansDefaults = """
        {"ice":10,"arousal":"spontaneous","globalAphasia":false,"seizure":"none","deepFocalWeakness":false,"edema":"none",
         "icpSigns":[],"otherCause":false,"death":false}
        """

    /// ICN-33 is a child's CAPD score; the content on file is for adults.
    @Test(
        arguments: [
            ("ICN-01", #"{"ice":10}"#, "grade 0"), ("ICN-03", #"{"ice":8}"#, "grade 1"),
            ("ICN-05", #"{"ice":6}"#, "grade 2"),
            ("ICN-07", #"{"ice":2}"#, "grade 3"),
            ("ICN-09", #"{"ice":2,"seizure":"clinical_resolving_rapidly"}"#, "grade 3"),
            ("ICN-11", #"{"ice":0,"arousal":"vigorous_tactile_or_unarousable"}"#, "grade 4"),
            ("ICN-13", #"{"ice":5,"arousal":"tactile"}"#, "grade 3"),
            ("ICN-15", #"{"ice":7,"seizure":"nonconvulsive_resolving_with_treatment"}"#, "grade 3"),
            ("ICN-17", #"{"ice":7,"seizure":"repetitive_without_return_to_baseline"}"#, "grade 4"),
            ("ICN-19", #"{"ice":10,"tremor":true}"#, "grade 0"),
            ("ICN-21", #"{"ice":9,"tremor":true,"note":"point lost on writing"}"#, "grade 1"),
            ("ICN-23", #"{"ice":8,"edema":"none","note":"haemorrhage with surrounding edema"}"#, "grade 1"),
            ("ICN-25", #"{"ice":8,"edema":"diffuse"}"#, "grade 4"),
            ("ICN-27", #"{"ice":6,"icpSigns":["papilloedema"]}"#, "grade 4"),
            ("ICN-29", #"{"ice":null,"arousal":"confounded_by_sedation"}"#, "grade 4|grade 3|grade 2|grade 1|grade 0"),
            ("ICN-31", #"{"ice":2,"death":true}"#, "grade 5"),
        ] as [(String, String, String)])
    func `ICANS is graded as printed`(id: String, given: String, expected: String) throws {
        let grader = try Grader("icans")
        #expect(grader.words(try grader.answer(given, over: Self.icansDefaults)) == expected, "\(id)")
    }
}
