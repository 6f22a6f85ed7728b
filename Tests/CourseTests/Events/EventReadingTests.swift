import Clinical
import Course
import JSONText
import Testing

@Suite struct `Reading events` {
    /// Reads one event after a registration and a start of teclistamab.
    private func read(_ type: String, _ body: String, therapy: String? = "teclistamab") throws -> TimedFact {
        let reader = EventReader(try House.protocols)
        var chart = Chart.empty
        if let therapy {
            chart = reader.chart([
                event("registered", "{}", 1),
                event("course-started", "{\"therapy\":\"\(therapy)\",\"regimen\":null}", 2),
            ])
        }
        return try reader.adding(event(type, body, 3), to: chart).fact
    }

    private func event(_ type: String, _ body: String, _ version: Int) -> RecordedEvent {
        guard let json = try? JSON.parse(body) else { fatalError("a test has the body \(body)") }
        return RecordedEvent(
            version: version, type: type, at: moment("2026-11-02 10:00"), recordedAt: moment("2026-11-02 10:00"),
            author: "nurse", body: json)
    }

    /// For each type: the least it needs, then everything it knows.
    static let good: [EventType: [String]] = [
        .registered: [
            "{}",
            #"{"name":"A","born":"1950-02-28","recordNumber":"7","allergies":"none","phone":"+1 555","synthetic":true}"#,
        ],
        .courseStarted: [
            #"{"therapy":"teclistamab"}"#, #"{"therapy":"Tecvayli","regimen":"mono","release":"2026.11"}"#,
            #"{"therapy":"talquetamab","regimen":"every-2-weeks"}"#,
        ],
        .weighed: [#"{"weightKg":70}"#, #"{"weightKg":0.001}"#, #"{"weightKg":400}"#, #"{"weightKg":71.25}"#],
        .doseGiven: [
            #"{"dose":"step-up-1"}"#,
            #"{"dose":"Step-Up-2","amountMg":22,"lot":"X1","site":"abdomen","override":"told by Dr. B"}"#,
        ],
        .premedicationGiven: ["{}", #"{"what":"dexamethasone 16 mg"}"#],
        .medicineGiven: [#"{"kind":"steroid"}"#, #"{"kind":"anti_cytokine","what":"tocilizumab"}"#],
        .vitals: [
            "{}",
            #"{"temperatureC":30,"systolic":120,"diastolic":70,"heartRate":80,"oxygenSaturation":97,"oxygenDevice":"nasal_cannula","oxygenReason":"hypoxia","oxygenFlowLPerMin":2.5,"hypotension":false,"vasopressors":["norepinephrine","vasopressin"]}"#,
            #"{"temperatureF":100.4}"#, #"{"temperatureC":45}"#,
            #"{"temperatureC":null,"oxygenDevice":"unknown","vasopressors":[]}"#,
        ],
        .neuroExam: [
            "{}", #"{"ice":10}"#,
            #"{"ice":0,"arousal":"confounded_by_sedation","seizure":"unknown","edema":"none","deepFocalWeakness":true,"globalAphasia":false,"pressureSigns":null}"#,
            #"{"ice":7,"iceItems":{"year":1,"month":1,"city":0,"hospital":1,"naming":2,"command":1,"writing":0,"counting":1}}"#,
        ],
        .graded: [#"{"scale":"crs","grade":0}"#, #"{"scale":"icans","grade":5,"reason":"seen twice"}"#],
        .held: [#"{"reason":"fever"}"#], .resumed: [#"{"reason":"well again"}"#],
        .infectionFound: [#"{"what":"pneumonia"}"#], .infectionResolved: ["{}", #"{"what":"pneumonia"}"#],
        .frequencyChanged: [#"{"dose":"biweekly"}"#, #"{"dose":"weekly","reason":"response lost"}"#],
        .releaseMoved: [#"{"release":"9f2c"}"#, #"{"release":"9f2c","releaseName":"2026.11"}"#],
        .background: [
            "{}",
            #"{"allergies":"none","codeStatus":"full treatment","homeOxygen":true,"homeOxygenFlowLPerMin":2,"positivePressureAtHome":false,"usualSystolic":128,"usualDiastolic":74,"usualSaturation":95,"caregiver":"a daughter","caregiverPhone":"+1 555","staysAt":"at home"}"#,
        ],
        .actionTaken: [
            #"{"outcome":"done","what":"Blood cultures"}"#,
            #"{"outcome":"no-answer","what":"Academic mentor","action":"call-academic-mentor","to":"+1 555","tap":"a-key"}"#,
        ],
        .note: [#"{"text":"call back"}"#], .corrected: [#"{"version":1,"why":"wrong patient"}"#],
    ]

    @Test(arguments: EventType.allCases)
    func `every type of event is read with the least and with everything it knows`(type: EventType) throws {
        let bodies = try #require(Self.good[type], "a new type needs its bodies here")
        for body in bodies { #expect(throws: Never.self, "\(body)") { try self.read(type.rawValue, body) } }
    }

    @Test(arguments: EventType.allCases)
    func `every type of event refuses a field it does not know`(type: EventType) throws {
        let body = try #require(Self.good[type]?.first)
        let more = body == "{}" ? #"{"colour":"red"}"# : String(body.dropLast()) + #","colour":"red"}"#
        let error = #expect(throws: FieldError.self) { try self.read(type.rawValue, more) }
        #expect(error?.field == "colour" && error?.code == "field.unknown")
    }

    @Test(
        arguments: [
            ("weighed", #"{"weightKg":0}"#, "weightKg", "field.out-of-range"),
            ("weighed", #"{"weightKg":-70}"#, "weightKg", "field.out-of-range"),
            ("weighed", #"{"weightKg":400.001}"#, "weightKg", "field.out-of-range"),
            ("weighed", #"{"weightKg":0.0004}"#, "weightKg", "field.out-of-range"),
            ("weighed", #"{"weightKg":0.0006}"#, "weightKg", "field.out-of-range"),
            ("weighed", #"{"weightKg":400.0004}"#, "weightKg", "field.out-of-range"),
            ("weighed", #"{"weightKg":99999999999999999}"#, "weightKg", "field.number"),
            ("weighed", #"{"weightKg":"70"}"#, "weightKg", "field.number"),
            ("weighed", #"{"weightKg":7e1}"#, "weightKg", "field.number"),
            ("weighed", "{}", "weightKg", "field.missing"),
            ("vitals", #"{"temperatureC":29.99}"#, "temperatureC", "field.out-of-range"),
            ("vitals", #"{"temperatureC":45.01}"#, "temperatureC", "field.out-of-range"),
            ("vitals", #"{"temperatureC":29.996}"#, "temperatureC", "field.out-of-range"),
            ("vitals", #"{"temperatureC":45.001}"#, "temperatureC", "field.out-of-range"),
            ("vitals", #"{"temperatureF":85.996}"#, "temperatureF", "field.out-of-range"),
            ("vitals", #"{"temperatureF":113.004}"#, "temperatureF", "field.out-of-range"),
            ("vitals", #"{"oxygenFlowLPerMin":80.004}"#, "oxygenFlowLPerMin", "field.out-of-range"),
            ("vitals", #"{"oxygenFlowLPerMin":-0.004}"#, "oxygenFlowLPerMin", "field.out-of-range"),
            ("dose-given", #"{"dose":"weekly","amountMg":0.0006}"#, "amountMg", "field.out-of-range"),
            ("vitals", #"{"temperatureC":101.5}"#, "temperatureC", "field.out-of-range"),
            ("vitals", #"{"temperatureF":38.6}"#, "temperatureF", "field.out-of-range"),
            ("vitals", #"{"temperatureF":85.9}"#, "temperatureF", "field.out-of-range"),
            ("vitals", #"{"temperatureF":113.1}"#, "temperatureF", "field.out-of-range"),
            ("vitals", #"{"temperatureF":90000000000000000}"#, "temperatureF", "field.out-of-range"),
            ("vitals", #"{"temperatureF":-90000000000000000}"#, "temperatureF", "field.out-of-range"),
            ("vitals", #"{"temperatureC":38,"temperatureF":100.4}"#, "temperatureC", "field.twice"),
            ("vitals", #"{"temperature":38}"#, "temperature", "field.unknown"),
            ("vitals", #"{"systolic":29}"#, "systolic", "field.out-of-range"),
            ("vitals", #"{"systolic":301}"#, "systolic", "field.out-of-range"),
            ("vitals", #"{"diastolic":201}"#, "diastolic", "field.out-of-range"),
            ("vitals", #"{"heartRate":19}"#, "heartRate", "field.out-of-range"),
            ("vitals", #"{"heartRate":80.5}"#, "heartRate", "field.out-of-range"),
            ("vitals", #"{"oxygenSaturation":101}"#, "oxygenSaturation", "field.out-of-range"),
            ("vitals", #"{"oxygenFlowLPerMin":80.01}"#, "oxygenFlowLPerMin", "field.out-of-range"),
            ("vitals", #"{"oxygenFlowLPerMin":-1}"#, "oxygenFlowLPerMin", "field.out-of-range"),
            ("vitals", #"{"oxygenDevice":"snorkel"}"#, "oxygenDevice", "field.word"),
            ("vitals", #"{"hypotension":"yes"}"#, "hypotension", "field.kind"),
            ("vitals", #"{"vasopressors":"norepinephrine"}"#, "vasopressors", "field.kind"),
            ("neuro-exam", #"{"ice":11}"#, "ice", "field.out-of-range"),
            ("neuro-exam", #"{"ice":-1}"#, "ice", "field.out-of-range"),
            ("neuro-exam", #"{"ice":7.5}"#, "ice", "field.out-of-range"),
            ("neuro-exam", #"{"iceItems":{"naming":4}}"#, "iceItems.naming", "field.out-of-range"),
            (
                "neuro-exam",
                #"{"ice":10,"iceItems":{"year":1,"month":1,"city":1,"hospital":1,"naming":3,"command":1,"writing":1,"counting":0}}"#,
                "ice", "field.contradiction"
            ),
            ("neuro-exam", #"{"arousal":"sleepy"}"#, "arousal", "field.word"),
            ("neuro-exam", #"{"seizure":true}"#, "seizure", "field.word"),
            ("graded", #"{"scale":"crs","grade":6}"#, "grade", "field.out-of-range"),
            ("graded", #"{"scale":"crs","grade":-1}"#, "grade", "field.out-of-range"),
            ("graded", #"{"scale":"crs"}"#, "grade", "field.missing"),
            ("graded", #"{"grade":1}"#, "scale", "field.missing"),
            ("graded", #"{"scale":"nihss","grade":1}"#, "scale", "field.word"),
            ("dose-given", #"{"dose":"step-up-9"}"#, "dose", "dose.unknown"),
            ("dose-given", "{}", "dose", "field.missing"), ("dose-given", #"{"dose":"  "}"#, "dose", "field.missing"),
            ("dose-given", #"{"dose":"weekly","amountMg":0}"#, "amountMg", "field.out-of-range"),
            ("dose-given", #"{"dose":"weekly","amountMg":10001}"#, "amountMg", "field.out-of-range"),
            ("frequency-changed", #"{"dose":"step-up-1"}"#, "dose", "dose.not-repeating"),
            ("frequency-changed", #"{"dose":"monthly"}"#, "dose", "dose.unknown"),
            ("course-started", #"{"therapy":"penicillin"}"#, "therapy", "therapy.unknown"),
            ("course-started", #"{"therapy":"teclistamab","regimen":"weakly"}"#, "regimen", "regimen.unknown"),
            ("course-started", #"{"therapy":"talquetamab"}"#, "regimen", "regimen.missing"),
            ("course-started", "{}", "therapy", "field.missing"),
            ("registered", #"{"born":"2026-02-30"}"#, "born", "field.date"),
            ("registered", #"{"born":"28.02.1950"}"#, "born", "field.date"),
            ("registered", #"{"name":7}"#, "name", "field.kind"),
            ("registered", #"{"synthetic":1}"#, "synthetic", "field.kind"),
            ("medicine-given", "{}", "kind", "field.missing"),
            ("medicine-given", #"{"kind":"vitamin"}"#, "kind", "field.word"),
            ("held", "{}", "reason", "field.missing"), ("held", #"{"reason":" \n "}"#, "reason", "field.missing"),
            ("resumed", "{}", "reason", "field.missing"),
            ("infection-found", "{}", "what", "field.missing"), ("note", "{}", "text", "field.missing"),
            ("corrected", #"{"version":1}"#, "why", "field.missing"),
            ("corrected", #"{"why":"x"}"#, "version", "field.missing"),
            ("corrected", #"{"version":0,"why":"x"}"#, "version", "field.out-of-range"),
            ("corrected", #"{"version":1.5,"why":"x"}"#, "version", "field.out-of-range"),
            ("wieghed", #"{"weightKg":70}"#, "type", "event.unknown-type"),
        ] as [(String, String, String, String)])
    func `what cannot be is refused with its field and code`(type: String, body: String, field: String, code: String)
        throws
    {
        let error = try #require(#expect(throws: FieldError.self) { try self.read(type, body) })
        #expect(error.field == field && error.code == code, "\(error)")
        #expect(!error.allowed.isEmpty)
    }

    @Test(arguments: [
        ("dose-given", #"{"dose":"stepup-2"}"#, "step-up-2"),
        ("course-started", #"{"therapy":"teclistimab"}"#, "teclistamab"),
        ("course-started", #"{"therapy":"Tecvali"}"#, "Tecvayli"),
        ("course-started", #"{"therapy":"teclistamab","regimen":"monotherpy"}"#, "monotherapy"),
        ("vital", "{}", "vitals"), ("vitals", #"{"temperatureX":38}"#, "temperatureC"),
        ("graded", #"{"scale":"crss","grade":1}"#, "crs"),
    ])
    func `a misspelled name is refused with the nearest valid one`(type: String, body: String, nearest: String) throws {
        let error = try #require(#expect(throws: FieldError.self) { try self.read(type, body) })
        #expect(error.given.contains("did you mean \(nearest)?"), "\(error)")
    }

    @Test func `a dose before a start has no therapy to belong to`() throws {
        let error = #expect(throws: FieldError.self) {
            try self.read("dose-given", #"{"dose":"step-up-1"}"#, therapy: nil)
        }
        #expect(error?.code == "event.not-started")
    }

    @Test(
        arguments: [
            (#"{"temperatureF":100.4}"#, 3800, true), (#"{"temperatureC":38.6}"#, 3860, false),
            (#"{"temperatureF":86}"#, 3000, true), (#"{"temperatureF":113}"#, 4500, true),
        ] as [(String, Int16, Bool)])
    func `a temperature is Fahrenheit only when it is said so`(body: String, hundredths: Int16, fahrenheit: Bool) throws
    {
        guard case .vitals(let vitals) = try read("vitals", body).fact else { Issue.record("no vitals"); return }
        #expect(vitals.temperature == hundredths && vitals.enteredFahrenheit == fahrenheit)
    }

    @Test func `a note of 2 000 characters is kept and a longer one refused`() throws {
        let text = String(repeating: "ä", count: 2000)
        #expect(throws: Never.self) { try self.read("note", "{\"text\":\"\(text)\"}") }
        let error = #expect(throws: FieldError.self) { try self.read("note", "{\"text\":\"\(text)x\"}") }
        #expect(error?.code == "field.too-long")
    }

    @Test func `an event that cannot be read leaves name and therapy as they were`() throws {
        let reader = EventReader(try House.protocols)
        let chart = reader.chart([
            event("registered", #"{"name":"Right"}"#, 1), event("course-started", #"{"therapy":"teclistamab"}"#, 2),
            event("registered", #"{"name":"Wrong","born":"2026-02-30"}"#, 3),
            event("course-started", #"{"therapy":"elranatamab","colour":"red"}"#, 4),
        ])
        #expect(chart.patient.name == "Right" && chart.plan?.therapy.id == "teclistamab")
        #expect(chart.unreadable.map(\.version) == [3, 4])
    }
}
