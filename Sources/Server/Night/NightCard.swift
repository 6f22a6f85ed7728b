import Clinical
import Course
import Mustache
import Practice
import Service

/// One patient at 2 a.m.: who, the grade or what decides it, what to do now, whom to call, and what to measure.
struct NightCard: MustacheParent, Sendable {
    let header: NightHeader
    private let address: String
    private let answer: NightAnswer
    private let calls: [NightCall]
    private let stocks: [String]
    private let directions: String?
    private let noContacts: AlertView?
    private let signFields: [FormField]
    private let examFields: [FormField]
    private let examOpen: Bool
    private let failure: AlertView?
    private let saved: String?
    private let release: String
    private let mayRecord: Bool
    private let key: String

    /// What the card says besides the record: whose numbers, what went wrong, what was just recorded.
    struct Around: Sendable {
        var contacts = ContactBook.Page()
        var failure: String?
        var saved: String?
        var mayRecord = true
        /// Of the button without JavaScript: pressed twice, it records once.
        var key = ""
    }

    init(_ input: NightInput, answer: NightAnswer, around: Around) {
        let scene = input.scene
        let clock = SiteClock(zone: scene.zone, now: scene.now)
        let marks = NightMarks(scene, clock: clock)
        header = NightHeader(scene, clock: clock)
        address = "/n/\(scene.record.id)"
        self.answer = answer
        calls = around.contacts.contacts.ladder.map { role, contact in
            NightCall(
                id: "call-" + role.rawValue, title: role.title, name: contact.name, phone: contact.phone,
                dialed: SiteContacts.dialed(contact.phone) ?? "", mark: marks.mark("call-" + role.rawValue))
        }
        stocks = around.contacts.contacts.stocks.map { stock in
            scene.protocols.phrase(.rescueDoses).filled([
                ("place", stock.place), ("doses", String(stock.doses)),
                ("day", around.contacts.confirmedAt.map { clock.day(scene.zone.day(of: $0)) } ?? "?"),
            ])
        }
        directions = around.contacts.contacts.directions.isEmpty ? nil : around.contacts.contacts.directions
        noContacts = calls.isEmpty ? Self.line(.nightNoContacts, scene) : nil
        signFields = input.signFields
        examFields = input.examFields
        examOpen = input.examFields.contains { input.form.given($0.name) != nil || input.form.errors[$0.name] != nil }
        failure = around.failure.map { AlertView(.red, $0) }
        saved = around.saved
        mayRecord = around.mayRecord
        key = around.key
        let library = scene.protocols.library
        release = "Content \(library.release.id), \(library.release.date)"
    }

    private static func line(_ id: PhraseID, _ scene: RecordScene) -> AlertView {
        let phrase = scene.protocols.phrase(id)
        return AlertView(AlertView.Level(phrase.level), phrase.text, source: phrase.citation)
    }

    func child(named name: String) -> Any? {
        switch name {
        case "header": header
        case "address": address
        case "patientAddress": "/patients/" + address.dropFirst(3)
        case "answer": answer
        case "calls": calls
        case "noContacts": noContacts
        case "stocks": stocks
        case "directions": directions
        case "signFields": signFields
        case "examFields": examFields
        case "examOpen": examOpen
        case "failure": failure
        case "saved": saved
        case "mayRecord": mayRecord
        case "key": key
        case "release": release
        default: nil
        }
    }
}

/// The part of the card that changes as inputs change.
struct NightAnswer: MustacheParent, Sendable {
    let grades: [NightGrade]
    let steps: [NightStep]
    let more: [NightStep]
    let notes: [AlertView]
    let again: NightStep?
    /// Where every source stands beside the one that is followed.
    let sources: [NavigationLink]

    func child(named name: String) -> Any? {
        switch name {
        case "grades": grades
        case "steps": steps
        case "more": more
        case "hasMore": !more.isEmpty
        case "notes": notes
        case "lookAgain": again
        case "sources": sources
        default: nil
        }
    }
}
