import Course
import JSONText

/// The twelve stories. Times are hours before the start; amounts are left to the calculator.
extension DemoPractice {
    private typealias Event = (hoursAgo: Int, type: EventType, body: JSON)

    private func weight(_ kg: String, days: Int) -> Event { (days * 24, .weighed, ["weightKg": .number(kg)]) }

    private func dose(_ name: String, hours: Int) -> Event { (hours, .doseGiven, ["dose": .string(name)]) }

    private func premedication(hours: Int) -> Event { (hours, .premedicationGiven, ["what": "as on the plan"]) }

    private func temperature(_ celsius: String, hours: Int) -> Event {
        (
            hours, .vitals,
            ["temperatureC": .number(celsius), "hypotension": false, "oxygenDevice": "none", "vasopressors": []]
        )
    }

    private func ice(_ points: Int64, hours: Int) -> Event {
        (
            hours, .neuroExam,
            ["ice": .number(String(points)), "arousal": "spontaneous", "seizure": "none", "deepFocalWeakness": false]
        )
    }

    /// What the night team would want to know of a synthetic patient.
    private func background(_ caregiver: String, pressure: (Int64, Int64), allergies: String, hours: Int) -> Event {
        (
            hours, .background,
            [
                "codeStatus": "full treatment", "allergies": .string(allergies), "homeOxygen": false,
                "positivePressureAtHome": false, "usualSystolic": .number(String(pressure.0)),
                "usualDiastolic": .number(String(pressure.1)), "usualSaturation": 96, "caregiver": .string(caregiver),
                "caregiverPhone": "+1 312 555 0142", "staysAt": "at home, 20 min from the hospital",
            ]
        )
    }

    func stories() -> [Story] { inWindow() + late() + steady() }

    /// Patients in the days after a step-up dose.
    private func inWindow() -> [Story] {
        [
            Story(
                name: "Maria Sample", born: "1959-03-14", therapy: "teclistamab", regimen: "monotherapy",
                events: [
                    weight("71.4", days: 6),
                    background("her daughter", pressure: (128, 74), allergies: "penicillin (rash)", hours: 140),
                    ice(10, hours: 104), premedication(hours: 105),
                    dose("step-up-1", hours: 103),
                    temperature("36.9", hours: 80), premedication(hours: 33), dose("step-up-2", hours: 31),
                    temperature("37.1", hours: 20), temperature("37.6", hours: 6),
                    (2, .medicineGiven, ["kind": "antipyretic", "what": "taken at home"]),
                    temperature("38.6", hours: 0),
                ]),
            Story(
                name: "Benjamin Sample", born: "1951-11-02", therapy: "elranatamab", regimen: "standard",
                events: [
                    weight("83", days: 3), ice(10, hours: 30), premedication(hours: 27), dose("step-up-1", hours: 26),
                    temperature("36.7", hours: 14), temperature("36.8", hours: 4),
                ]),
            Story(
                name: "Lia Sample", born: "1964-07-29", therapy: "talquetamab", regimen: "every-2-weeks",
                events: [
                    weight("64.2", days: 8),
                    background("her husband", pressure: (116, 70), allergies: "none", hours: 180), ice(10, hours: 170),
                    premedication(hours: 168),
                    dose("step-up-1", hours: 166),
                    premedication(hours: 94), dose("step-up-2", hours: 92), temperature("38.2", hours: 70),
                    (69, .graded, ["scale": "crs", "grade": 1]), temperature("36.9", hours: 50),
                    (48, .graded, ["scale": "crs", "grade": 0]), premedication(hours: 22), dose("step-up-3", hours: 20),
                    temperature("37.2", hours: 3), ice(6, hours: 1),
                ]),
            Story(
                name: "Otis Sample", born: "1947-01-20", therapy: "teclistamab", regimen: "monotherapy",
                events: [
                    weight("92", days: 5), premedication(hours: 19), dose("step-up-1", hours: 18),
                    temperature("38.4", hours: 4),
                    (
                        3, .vitals,
                        [
                            "temperatureC": .number("38.9"), "systolic": 84, "diastolic": 50, "heartRate": 118,
                            "oxygenSaturation": 91, "hypotension": true, "oxygenDevice": "nasal-cannula",
                            "oxygenFlowLPerMin": 3, "oxygenReason": "hypoxia", "vasopressors": [],
                        ]
                    ),
                    (2, .graded, ["scale": "crs", "grade": 2]),
                    (2, .held, ["reason": "CRS grade 2, waiting for it to resolve"]),
                ]),
        ]
    }

    /// Patients whose next dose did not come on its day.
    private func late() -> [Story] {
        [
            Story(
                name: "Ruth Sample", born: "1956-05-08", therapy: "teclistamab", regimen: "monotherapy",
                events: [
                    weight("58.5", days: 20), dose("step-up-1", hours: 24 * 16), dose("step-up-2", hours: 24 * 12),
                    (24 * 9, .note, ["text": "Missed the visit: no transport. Reached by phone, well at home."]),
                ]),
            Story(
                name: "Samuel Sample", born: "1949-09-17", therapy: "teclistamab", regimen: "monotherapy",
                events: [
                    weight("77", days: 75), dose("step-up-1", hours: 24 * 74), dose("step-up-2", hours: 24 * 71),
                    dose("first-treatment", hours: 24 * 68), dose("weekly", hours: 24 * 60),
                    dose("weekly", hours: 24 * 52),
                    dose("weekly", hours: 24 * 45),
                    (24 * 38, .infectionFound, ["what": "pneumonia, treated in hospital"]),
                    (24 * 10, .infectionResolved, ["what": "antibiotics finished, chest clear"]),
                    weight("74.5", days: 2),
                ]),
            Story(
                name: "Talia Sample", born: "1970-12-30", therapy: "talquetamab", regimen: "weekly",
                events: [
                    weight("66", days: 12), dose("step-up-1", hours: 24 * 12), dose("step-up-2", hours: 24 * 9),
                    (24 * 6, .held, ["reason": "Family emergency, patient asked to wait"]),
                    (24, .resumed, ["reason": "Patient is back"]),
                ]),
            Story(
                name: "Uma Sample", born: "1961-02-11", therapy: "elranatamab", regimen: "standard",
                events: [
                    dose("step-up-1", hours: 24 * 75), dose("step-up-2", hours: 24 * 72),
                    dose("first-treatment", hours: 24 * 68),
                    dose("weekly", hours: 24 * 61), dose("weekly", hours: 24 * 54),
                ]),
        ]
    }

    /// Patients without trouble, or with a quiet one.
    private func steady() -> [Story] {
        var biweekly: [(hoursAgo: Int, type: EventType, body: JSON)] = [
            dose("step-up-1", hours: 24 * 300), dose("step-up-2", hours: 24 * 297),
            dose("first-treatment", hours: 24 * 294),
        ]
        for week in 1...29 { biweekly.append(dose("weekly", hours: 24 * (294 - 7 * week))) }
        biweekly.append(
            (24 * 90, .frequencyChanged, ["dose": "biweekly", "reason": "Complete response held for over 6 months"]))
        for visit in 0...5 { biweekly.append(dose("biweekly", hours: 24 * (77 - 14 * visit))) }
        biweekly.append(weight("80.2", days: 8))
        return [
            Story(
                name: "Victor Sample", born: "1953-08-25", therapy: "teclistamab", regimen: "monotherapy",
                events: biweekly),
            Story(
                name: "Wanda Sample", born: "1966-04-03", therapy: "linvoseltamab", regimen: "standard",
                events: [
                    weight("69", days: 7), dose("step-up-1", hours: 24 * 7 + 2), temperature("36.8", hours: 24 * 6),
                ]),
            Story(
                name: "Xavier Sample", born: "1958-10-19", therapy: "teclistamab", regimen: "monotherapy",
                events: [
                    dose("step-up-1", hours: 24 * 3 + 1), temperature("36.6", hours: 24 * 2),
                ]),
            Story(
                name: "Yara Sample", born: "1972-06-06", therapy: "teclistamab", regimen: "combination",
                events: [weight("61.3", days: 1), ice(10, hours: 3)]),
        ]
    }
}
