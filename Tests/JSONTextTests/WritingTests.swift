import JSONText
import Testing

@Suite struct `JSON writing` {
    @Test func `canonical bytes sort members by their UTF-8 bytes on every level`() {
        let json: JSON = ["b": ["y": 1, "x": [["d": 1, "c": 2]]], "a": "é", "B": nil, "é": true, "10": 1, "9": 2]
        let text = String(decoding: json.canonicalBytes(), as: UTF8.self)
        #expect(text == #"{"10":1,"9":2,"B":null,"a":"é","b":{"x":[{"c":2,"d":1}],"y":1},"é":true}"#)
    }

    @Test func `compact text has no space and pretty text is indented by two`() throws {
        let json: JSON = ["a": [1, 2, "x"], "b": [["c": 1], []], "d": [:], "e": []]
        #expect(json.text == #"{"a":[1,2,"x"],"b":[{"c":1},[]],"d":{},"e":[]}"#)
        let pretty = """
            {
              "a": [1, 2, "x"],
              "b": [
                {
                  "c": 1
                },
                []
              ],
              "d": {},
              "e": []
            }
            """
        #expect(json.pretty() == pretty)
        #expect(try JSON.parse(pretty) == json)
    }

    @Test func `quotes, backslashes and control characters are escaped and nothing else`() {
        #expect(
            JSON.string("\"\\/\n\r\t\u{0}\u{1f} é 😀 \u{2028}").text
                == "\"\\\"\\\\/\\n\\r\\t\\u0000\\u001f é 😀 \u{2028}\"")
    }

    @Test func `canonical bytes are what was given: composed and decomposed text stay apart`() throws {
        let composed = try JSON.parse(#"{"name":"Ren\u00e9"}"#)
        let decomposed = try JSON.parse(#"{"name":"Rene\u0301"}"#)
        #expect(composed.canonicalBytes() == Array("{\"name\":\"Ren\u{E9}\"}".utf8))
        #expect(decomposed.canonicalBytes() == Array("{\"name\":\"Rene\u{301}\"}".utf8))
        #expect(JSON.number("1").canonicalBytes() != JSON.number("1.0").canonicalBytes())
    }

    @Test func `any order of members gives the same canonical bytes`() {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for round in 0..<300 {
            let json = RandomJSON.value(&random)
            let shuffled = RandomJSON.shuffled(json, &random)
            #expect(json.canonicalBytes() == shuffled.canonicalBytes(), "round \(round), seed \(seed)")
        }
    }

    @Test func `a random value reads back equal from each form it is written in`() throws {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        for round in 0..<1000 {
            let json = RandomJSON.value(&random)
            let bytes = json.bytes()
            let read = try JSON.parse(bytes)
            #expect(read == json, "round \(round), seed \(seed)")
            #expect(read.bytes() == bytes, "round \(round), seed \(seed)")
            #expect(try JSON.parse(json.pretty()) == json, "round \(round), seed \(seed)")
            let canonical = json.canonicalBytes()
            #expect(try JSON.parse(canonical).canonicalBytes() == canonical, "round \(round), seed \(seed)")
        }
    }

    @Test func `random damage to bytes is refused or read as another value, and never crashes`() throws {
        let seed = Seed.value()
        var random = SplitMix64(seed: seed)
        var refused = 0
        for round in 0..<10_000 {
            var bytes = RandomJSON.value(&random, depth: 3).bytes()
            for _ in 0...random.below(4) { RandomJSON.damage(&bytes, &random) }
            do throws(JSONError) {
                let read = try JSON.parse(bytes)
                #expect(try JSON.parse(read.bytes()) == read, "round \(round), seed \(seed)")
            } catch {
                refused += 1
                #expect(
                    error.line >= 1 && error.column >= 1 && error.column <= bytes.count + 1,
                    "round \(round), seed \(seed)")
            }
        }
        #expect(refused > 1000, "damage must be noticed most of the time; seed \(seed)")
    }

    @Test func `every text cut short is refused`() {
        let bytes = Array(#"{"events":[{"type":"vitals","t":38.6,"ok":true,"x":null,"n":"a\u00e9\ud83d\ude00"}]}"#.utf8)
        for length in 0..<bytes.count {
            #expect(throws: JSONError.self, "cut at \(length)") { try JSON.parse(Array(bytes[..<length])) }
        }
    }
}
