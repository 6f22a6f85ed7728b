/// Reads the files that are not about one drug or reaction: release, limits and phrases.
struct HouseReader {
    let log: FaultLog

    func release(_ tree: Tree) -> Release? {
        guard var map = MapReader(tree, what: "the release", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let id = map.text("release")
        let date = map.text("date")
        let note = map.text("note")
        CommonParts.checkEnd(&map, expected: "release")
        map.finish()
        guard let id, let date, let note else { return nil }
        guard let day = Day(date) else {
            log.add("date", "the release date is \"\(date)\"; expected YYYY-MM-DD", at: map.place(of: "date"))
            return nil
        }
        return Release(id: id, date: day, note: note)
    }

    func limits(_ tree: Tree, census: inout Census) -> Limits? {
        guard var map = MapReader(tree, what: "the limits", log: log) else { return nil }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        let entries = map.required("limits").flatMap { MapReader($0, what: "limits", log: log) }
        CommonParts.checkEnd(&map, expected: "limits")
        map.finish()
        guard var entries else { return nil }
        var citations: [String: Citation] = [:]
        func value<Value>(_ key: String, _ read: (QuantityReader, Tree) -> Value?) -> Value? {
            guard let tree = entries.required(key), var entry = MapReader(tree, what: key, log: log) else { return nil }
            let value = entry.required("value").flatMap { read(QuantityReader(log: log), $0) }
            citations[key] = sources.citation(&entry)
            _ = entry.optionalText("say")
            entry.finish()
            return value
        }
        let weight = value("weight") { $0.range($1, "weight", unit: "kg", decimals: 3, within: nil) }
        let temperature = value("temperature") { $0.range($1, "temperature", unit: "degC", decimals: 2, within: nil) }
        let fever = value("fever") { $0.range($1, "fever", unit: "degC", decimals: 2, within: nil) }
        let weightAge = value("weight-maximum-age") { $0.days($1, "weight-maximum-age") }
        let window = value("risk-window") { $0.hours($1, "risk-window") }
        func whole(_ key: String) -> ClosedRange<Int>? {
            value(key) { $0.range($1, key, unit: nil, decimals: 0, within: nil) }
        }
        let systolic = whole("systolic")
        let diastolic = whole("diastolic")
        let heartRate = whole("heart-rate")
        let saturation = whole("oxygen-saturation")
        entries.finish()
        census.statements += sources.statements
        census.unverified += sources.unverified
        guard let weight, let temperature, let fever, let weightAge, let window, let systolic, let diastolic,
            let heartRate, let saturation
        else { return nil }
        return Limits(
            weight: BodyWeight(grams: weight.lowerBound)...BodyWeight(grams: weight.upperBound),
            temperature: BodyTemperature(
                hundredthsCelsius: temperature.lowerBound)...BodyTemperature(
                    hundredthsCelsius: temperature.upperBound),
            weightMaximumAgeDays: weightAge, fever: BodyTemperature(hundredthsCelsius: fever.lowerBound),
            riskWindowHours: window, systolic: systolic, diastolic: diastolic, heartRate: heartRate,
            oxygenSaturation: saturation, citations: citations)
    }

    func phrases(_ tree: Tree, census: inout Census) -> [String: Phrase] {
        guard var map = MapReader(tree, what: "the phrases", log: log) else { return [:] }
        CommonParts.checkFormat(&map)
        let sources = SourceReader(log: log)
        sources.readSources(map.required("sources"))
        var phrases: [String: Phrase] = [:]
        for tree in map.list("phrases") {
            guard var entry = MapReader(tree, what: "a phrase", log: log) else { continue }
            let id = entry.text("id")
            let level = entry.word("alarm", Phrase.Level.self)
            let text = entry.text("say")
            let citation = sources.citation(&entry)
            entry.finish()
            guard let id, let level, let text, let citation else { continue }
            sources.register(id, at: entry.place)
            let phrase = Phrase(id: id, level: level, text: text, citation: citation)
            if let blank = phrase.wrongBlank {
                log.add("phrase-blank", "\(id) has \(blank); expected {name} or {name|one|many}", at: entry.place)
            }
            phrases[id] = phrase
        }
        CommonParts.checkEnd(&map, expected: "phrases")
        map.finish()
        census.statements += sources.statements
        census.unverified += sources.unverified
        return phrases
    }
}
