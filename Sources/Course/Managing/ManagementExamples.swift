import Clinical

/// Runs the examples that stand in the guides.
enum ManagementExamples {
    /// - Returns: How many passed, and a fault for each that did not.
    static func run(_ protocols: Protocols) -> (passed: Int, faults: [ContentFault]) {
        var passed = 0
        var faults: [ContentFault] = []
        for guide in protocols.library.management {
            for example in guide.examples {
                let wrong = check(example, of: guide, protocols)
                guard !wrong.isEmpty else {
                    passed += 1
                    continue
                }
                faults.append(
                    ContentFault(
                        file: guide.file, line: example.line, column: 1, code: "content.example-failed",
                        message: "an example of \(guide.id) gives \(wrong.joined(separator: "; "))"))
            }
        }
        return (passed, faults)
    }

    private static func check(
        _ example: ManagementExample, of guide: ManagementGuide, _ protocols: Protocols
    ) -> [String] {
        let now = Instant(milliseconds: 0)
        var question = ManagementQuestion(
            toxicity: guide.id, grades: Set(example.grades), therapy: example.therapy, weight: example.weight, now: now)
        question.choices = example.choices
        question.flags = example.flags
        question.given = example.given.map {
            GivenMedicine(medicine: $0.medicine, at: now.adding(hours: -$0.hoursAgo))
        }
        // Nothing was said about earlier episodes: as a first one that has just begun.
        question.recurrent = false
        question.began = example.given.isEmpty ? now : nil
        let answer: ManagementAnswer
        do { answer = try Management.answer(question, protocols: protocols) } catch { return ["\(error)"] }
        var wrong: [String] = []
        for id in example.has where answer.action(id) == nil { wrong.append("no step \(id)") }
        for id in example.hasNot where answer.action(id) != nil { wrong.append("the step \(id)") }
        for (id, words) in example.says {
            let text = answer.action(id)?.text ?? "no step \(id)"
            if text.ranges(of: words).isEmpty { wrong.append("\"\(text)\", expected \"\(words)\"") }
        }
        if let decision = example.decision, decision != answer.dosing.decision ?? "not on file" {
            wrong.append("decision \(answer.dosing.decision ?? "not on file"), expected \(decision)")
        }
        if let minutes = example.reassess, minutes != answer.reassess?.minutes {
            wrong.append("re-assessment after \(answer.reassess?.minutes ?? 0) minutes, expected \(minutes)")
        }
        return wrong
    }
}
