/// What must be true of every guide, whatever a site chooses: something to do at once, a line that looks for infection
/// and a time to look again for every grade, and something to do behind every option.
struct ManagementProof {
    let guide: ManagementGuide
    let log: FaultLog
    let place: Place

    init(_ guide: ManagementGuide, log: FaultLog, place: Place) {
        self.guide = guide
        self.log = log
        self.place = place
    }

    func check() {
        for grade in ManagementGuide.grades {
            let steps = guide.steps.filter { $0.grades.contains(grade) }
            if !steps.contains(where: { $0.section == .now && $0.isInfectionLine }) {
                log.add("infection-line", "grade \(grade) has no infection line among what is done now", at: place)
            }
            if !steps.contains(where: { $0.section == .escalate && $0.option == nil }) {
                log.add("escalation", "grade \(grade) says nowhere when to escalate", at: place)
            }
            let times = guide.reassess.filter { $0.grades.contains(grade) }.count
            if times != 1 {
                log.add("reassess", "grade \(grade) has \(times) times to look again; expected one", at: place)
            }
        }
        for choice in guide.choices {
            for option in choice.options
            where !guide.steps.contains(where: { $0.option == ChoiceOption(choice: choice.id, option: option.id) }) {
                log.add("choice", "option \(option.id) of choice \(choice.id) has no step", at: place)
            }
        }
    }
}
