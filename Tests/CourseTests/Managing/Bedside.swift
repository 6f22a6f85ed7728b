import Clinical
import Course
import Testing

/// A question as it is asked at night, built up in words.
struct Bedside {
    var question: ManagementQuestion

    /// A patient of 70 kg at two in the morning, nothing else known.
    init(_ toxicity: String, _ grades: Int..., therapy: String = "teclistamab", kg: String? = "70") {
        let weight = kg.flatMap { ExactDecimal.parse($0, decimals: 3) }.map { BodyWeight(grams: $0) }
        question = ManagementQuestion(
            toxicity: toxicity, grades: Set(grades), therapy: therapy, weight: weight, now: Self.now)
    }

    static let now = moment("2026-11-22 02:00")

    func site(_ choice: String, _ option: String) -> Bedside { with { $0.choices[choice] = option } }
    func knowing(_ flag: String, _ value: Bool) -> Bedside { with { $0.flags[flag] = value } }

    /// A dose given some minutes ago.
    func given(_ medicine: String, minutesAgo minutes: Int...) -> Bedside {
        with { question in
            question.given += minutes.map { GivenMedicine(medicine: medicine, at: Self.now.adding(minutes: -$0)) }
        }
    }

    func began(minutesAgo minutes: Int) -> Bedside { with { $0.began = Self.now.adding(minutes: -minutes) } }
    func recurrent(_ value: Bool) -> Bedside { with { $0.recurrent = value } }

    private func with(_ change: (inout ManagementQuestion) -> Void) -> Bedside {
        var copy = self
        change(&copy.question)
        return copy
    }

    func answer() throws -> ManagementAnswer { try Management.answer(question, protocols: House.protocols) }

    /// The dose of the first action that gives a medicine.
    func dose(of medicine: String) throws -> DoseLine {
        let line = try answer().actions.compactMap(\.give).first { $0.medicine == medicine }
        return try #require(line, "nothing gives \(medicine)")
    }
}

extension ManagementAnswer {
    /// Ids of what is done at once, in order.
    var now: [String] { actions(.now).map(\.id) }
}
