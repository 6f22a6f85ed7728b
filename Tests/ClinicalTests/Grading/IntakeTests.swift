import JSONText
import Testing

@testable import Clinical

@Suite struct `What people give to a grading table` {
    private func error(_ id: String, _ given: String) throws -> FieldError? {
        let grader = try Grader(id)
        do {
            _ = try grader.answer(given)
            return nil
        } catch let error as FieldError { return error }
    }

    @Test(
        arguments: [
            ("crs", #"{"temperatureC":29.99}"#, "temperatureC", "field.out-of-range"),
            ("crs", #"{"temperatureC":45.01}"#, "temperatureC", "field.out-of-range"),
            ("crs", #"{"temperatureC":29.996}"#, "temperatureC", "field.out-of-range"),
            ("crs", #"{"temperatureC":45.0049}"#, "temperatureC", "field.out-of-range"),
            ("crs", #"{"temperatureF":113.001}"#, "temperatureF", "field.out-of-range"),
            ("crs", #"{"temperatureF":85.9999}"#, "temperatureF", "field.out-of-range"),
            ("crs", #"{"oxygen":{"flowLPerMin":80.001}}"#, "oxygen.flowLPerMin", "field.out-of-range"),
            ("crs", #"{"temperatureC":101.5}"#, "temperatureC", "field.out-of-range"),
            ("crs", #"{"temperatureF":38.6}"#, "temperatureF", "field.out-of-range"),
            ("crs", #"{"temperatureF":113.1}"#, "temperatureF", "field.out-of-range"),
            ("crs", #"{"temperatureF":90000000000000000}"#, "temperatureF", "field.out-of-range"),
            ("crs", #"{"temperatureC":99999999999999999999}"#, "temperatureC", "field.number"),
            ("crs", #"{"temperatureC":38.6,"temperatureF":103}"#, "temperatureC", "field.contradiction"),
            ("crs", #"{"temperatureC":"38.6"}"#, "temperatureC", "field.number"),
            ("crs", #"{"temperatureC":3.86e1}"#, "temperatureC", "field.number"),
            ("crs", #"{"temperature":38.6}"#, "temperature", "field.unknown"),
            ("crs", #"{"hypotenson":true}"#, "hypotenson", "field.unknown"),
            ("crs", #"{"oxygen":{"flow":3}}"#, "oxygen.flow", "field.unknown"),
            ("crs", #"{"oxygen":"none"}"#, "oxygen", "field.kind"),
            ("crs", #"{"oxygen":{"device":"canula"}}"#, "oxygen.device", "field.word"),
            ("crs", #"{"oxygen":{"device":3}}"#, "oxygen.device", "field.word"),
            ("crs", #"{"oxygen":{"flowLPerMin":-1}}"#, "oxygen.flowLPerMin", "field.out-of-range"),
            ("crs", #"{"oxygen":{"flowLPerMin":81}}"#, "oxygen.flowLPerMin", "field.out-of-range"),
            ("crs", #"{"hypotension":1}"#, "hypotension", "field.kind"),
            ("crs", #"{"hypotension":"maybe"}"#, "hypotension", "field.kind"),
            ("crs", #"{"vasopressors":"norepinephrine"}"#, "vasopressors", "field.kind"),
            ("crs", #"{"vasopressors":[1]}"#, "vasopressors", "field.kind"),
            ("crs", #"{"vasopressors":[""]}"#, "vasopressors", "field.kind"),
            ("crs", "[1]", "input", "field.kind"), ("crs", "null", "input", "field.kind"),
            ("icans", #"{"ice":11}"#, "ice", "field.out-of-range"),
            ("icans", #"{"ice":-1}"#, "ice", "field.out-of-range"),
            ("icans", #"{"ice":7.5}"#, "ice", "field.out-of-range"),
            ("icans", #"{"ice":-9223372036854775808}"#, "ice", "field.out-of-range"),
            ("icans", #"{"iceItems":{"naming":4}}"#, "iceItems.naming", "field.out-of-range"),
            ("icans", #"{"iceItems":{"year":2}}"#, "iceItems.year", "field.out-of-range"),
            ("icans", #"{"iceItems":{"yaer":1}}"#, "iceItems.yaer", "field.unknown"),
            ("icans", #"{"iceItems":7}"#, "iceItems", "field.kind"),
            (
                "icans",
                #"{"ice":9,"iceItems":{"year":1,"month":1,"city":1,"hospital":1,"naming":3,"command":1,"writing":1,"counting":1}}"#,
                "ice", "field.contradiction"
            ),
            ("icans", #"{"ice":10,"iceItems":{"naming":1}}"#, "ice", "field.contradiction"),
            ("icans", #"{"ice":2,"iceItems":{"naming":3}}"#, "ice", "field.contradiction"),
            ("icans", #"{"arousal":"sleepy"}"#, "arousal", "field.word"),
        ] as [(String, String, String, String)])
    func `a value that cannot be is refused with its field and code`(
        id: String, given: String, field: String, code: String
    ) throws {
        if given.first != "{" {
            let grader = try Grader(id)
            let refusal = #expect(throws: FieldError.self) { try grader.toxicity.intake.read(JSON.parse(given)) }
            #expect(refusal?.field == field && refusal?.code == code)
            return
        }
        let found = try #require(try error(id, given))
        #expect(found.field == field && found.code == code, "\(found)")
    }

    @Test(arguments: [
        ("crs", #"{"oxygen":{"device":"high-flow-nasal-canula"}}"#, "high-flow-nasal-cannula"),
        ("crs", #"{"hypotenson":true}"#, "hypotension"),
        ("icans", #"{"seizure":"non"}"#, "none"),
    ])
    func `a misspelled word names the nearest one`(id: String, given: String, nearest: String) throws {
        #expect(try #require(try error(id, given)).given.contains("did you mean \(nearest)?"))
    }

    @Test(
        arguments: [
            (#"["norepinephrine","Norepinephrine","norepinephrine"]"#, 1, 0), (#"["vasopressin"]"#, 0, 1), ("[]", 0, 0),
            (#"["VASOPRESSIN","epinephrine"]"#, 1, 1), (#"["a","b","c","d"]"#, 4, 0),
        ] as [(String, Int, Int)])
    func `vasopressors are counted once each and without vasopressin`(list: String, pressors: Int, vasopressin: Int)
        throws
    {
        let grader = try Grader("crs")
        let values = try grader.toxicity.intake.read(JSON.parse("{\"vasopressors\":\(list)}"))
        #expect(values[try grader.position("pressors")] == pressors)
        #expect(values[try grader.position("vasopressin")] == vasopressin)
    }

    @Test(arguments: [
        (#"{"temperatureF":100.4}"#, 3800), (#"{"temperatureC":38}"#, 3800), (#"{"temperatureC":38.005}"#, 3801),
        (#"{"temperatureC":30}"#, 3000), (#"{"temperatureC":38.6,"temperatureF":101.5}"#, 3861),
        (#"{"temperatureF":113}"#, 4500),
    ])
    func `a temperature is read in the unit it is given in`(given: String, value: Int) throws {
        let grader = try Grader("crs")
        #expect(try grader.toxicity.intake.read(JSON.parse(given))[try grader.position("temperature")] == value)
    }

    @Test(arguments: [
        #"{}"#, #"{"ice":null,"arousal":null,"seizure":"unknown"}"#, #"{"arousal":"confounded_by_sedation"}"#,
    ])
    func `null, unknown and sedated mean nobody can say`(given: String) throws {
        let grader = try Grader("icans")
        let values = try grader.toxicity.intake.read(JSON.parse(given))
        #expect(values.allSatisfy { $0 == TableInput.unknown })
    }

    @Test func `items that agree with the total are read, also as yes and no`() throws {
        let grader = try Grader("icans")
        let items =
            #""year":true,"month":1,"city":false,"hospital":1,"naming":2,"command":1,"writing":0,"counting":true"#
        let values = try grader.toxicity.intake.read(JSON.parse("{\"ice\":7,\"iceItems\":{\(items)}}"))
        #expect(values[try grader.position("ice")] == 7)
        let partly = try grader.toxicity.intake.read(JSON.parse(#"{"ice":7,"iceItems":{"naming":1,"year":null}}"#))
        #expect(partly[try grader.position("ice")] == 7)
    }
}
