import Clinical
import Course
import JSONText

/// One patient's record as a journal would hand it over, and the moment advice is asked for.
struct StoredCourse {
    struct Event {
        let type: String
        let at: Instant
        let body: [UInt8]
    }

    let name: String
    let events: [Event]
    let now: Instant
}

/// Writes records of one length for every regimen on file and every ``Moment``.
///
/// What a moment is about comes first; vital signs, examinations and notes at even steps fill the record up.
struct CourseWriter {
    let plan: TherapyProtocol
    let regimen: RegimenProtocol
    let zone: Zone
    private var events: [StoredCourse.Event] = []
    private var lastDose = Instant(milliseconds: 0)

    init(plan: TherapyProtocol, regimen: RegimenProtocol, zone: Zone) {
        self.plan = plan
        self.regimen = regimen
        self.zone = zone
    }

    mutating func write(_ moment: Moment, count: Int) -> StoredCourse {
        let start = Day(number: 20_514)  // 2 March 2026, a Monday
        let began = zone.instant(start, minuteOfDay: 9 * 60)
        add(
            "registered", began.adding(hours: -48),
            [
                "name": "Synthetic Patient", "born": "1951-03-04", "recordNumber": "B-0012",
                "phone": "555-0100", "allergies": "none known", "synthetic": true,
            ])
        add(
            "course-started", began.adding(hours: -24),
            ["therapy": .string(plan.therapy.id), "regimen": .string(regimen.regimen.id)])
        for dose in regimen.plan(start: start, count: moment.doses) { give(dose, weighed: moment != .weightMissing) }
        tell(moment)
        let now = lastDose.adding(hours: moment.hoursAfterDose)
        fill(from: began, to: now.adding(hours: -2), count: count)
        return StoredCourse(
            name: "\(plan.therapy.id) \(regimen.regimen.id) \(moment.rawValue)",
            events: events.sorted { $0.at < $1.at }, now: now)
    }

    private mutating func add(_ type: String, _ at: Instant, _ body: JSON) {
        events.append(StoredCourse.Event(type: type, at: at, body: body.bytes()))
    }

    private mutating func give(_ dose: PlannedDose, weighed: Bool) {
        let at = zone.instant(dose.date, minuteOfDay: 10 * 60)
        if weighed { add("weighed", at.adding(hours: -2), ["weightKg": .number("71.4")]) }
        add(
            "premedication-given", at.adding(hours: -1),
            ["what": "dexamethasone 16 mg, acetaminophen 650 mg, diphenhydramine 50 mg"])
        add(
            "dose-given", at,
            ["dose": .string(dose.name), "amountMg": .number("21.4"), "lot": "C4471", "site": "abdomen, left"])
        lastDose = at
    }

    private mutating func tell(_ moment: Moment) {
        func after(_ hours: Int) -> Instant { lastDose.adding(hours: hours) }
        let fever: JSON = [
            "temperatureC": .number("38.6"), "systolic": 88, "diastolic": 51, "heartRate": 112, "oxygenSaturation": 95,
            "hypotension": true, "vasopressors": [], "oxygenDevice": "none",
        ]
        switch moment {
        case .wellAfterFirst, .weightMissing, .doseLate, .steady, .overdue: break
        case .feverUngraded: add("vitals", after(31), fever)
        case .crsOpen, .crsResolved:
            add("vitals", after(18), fever)
            add("graded", after(19), ["scale": "crs", "grade": 2, "reason": "fever 38.6, fluids given"])
            add("medicine-given", after(20), ["kind": "anti-cytokine", "what": "tocilizumab 8 mg/kg"])
            add("held", after(20), ["reason": "CRS grade 2"])
            guard moment == .crsResolved else { return }
            add("graded", after(50), ["scale": "crs", "grade": 0])
            add("resumed", after(52), ["reason": "CRS resolved"])
        case .iceLow:
            add("neuro-exam", after(43), ["ice": 6, "arousal": "voice", "seizure": "none", "deepFocalWeakness": false])
        case .heldInfected:
            add("infection-found", after(30), ["what": "pneumonia"])
            add("medicine-given", after(31), ["kind": "antibiotic", "what": "ceftriaxone 2 g"])
            add("held", after(32), ["reason": "pneumonia, grade 3"])
        }
    }

    private mutating func fill(from: Instant, to: Instant, count: Int) {
        let missing = count - events.count
        let step = (to.milliseconds - from.milliseconds) / Int64(max(1, missing))
        for index in 0..<max(0, missing) {
            let at = Instant(milliseconds: from.milliseconds + Int64(index) * step)
            switch index % 10 {
            case 3:
                add(
                    "neuro-exam", at,
                    ["ice": 10, "arousal": "spontaneous", "seizure": "none", "deepFocalWeakness": false])
            case 7: add("note", at, ["text": "Slept well, eating and drinking. Knows whom to call."])
            case 9: add("medicine-given", at, ["kind": "other", "what": "acyclovir 400 mg"])
            default:
                add(
                    "vitals", at,
                    [
                        "temperatureC": .number("36.\(index % 9 + 1)"), "systolic": .int(118 + index % 17),
                        "diastolic": .int(70 + index % 9), "heartRate": .int(70 + index % 13),
                        "oxygenSaturation": .int(96 + index % 3), "hypotension": false, "oxygenDevice": "none",
                    ])
            }
        }
    }
}

extension Zone {
    /// Chicago with the rule in force since 2007 for every year to 2037, so that looking an offset up costs what
    /// it costs in use.
    static var chicago: Zone {
        func sunday(_ nth: Int, month: Int, year: Int) -> Day {
            let first = Day(year: year, month: month, day: 1) ?? Day(number: 0)
            return first + (6 - first.weekday) + (nth - 1) * 7
        }
        func change(_ day: Day, utcHour: Int, offsetHours: Int, name: String) -> Change {
            Change(
                from: Instant(milliseconds: Int64(day.number) * 86_400_000).adding(hours: utcHour),
                offsetSeconds: offsetHours * 3600, name: name)
        }
        var changes: [Change] = []
        for year in 1970...2037 {
            changes.append(change(sunday(2, month: 3, year: year), utcHour: 8, offsetHours: -5, name: "CDT"))
            changes.append(change(sunday(1, month: 11, year: year), utcHour: 7, offsetHours: -6, name: "CST"))
        }
        return Zone(id: "America/Chicago", offsetSeconds: -6 * 3600, name: "CST", changes: changes)
    }
}
