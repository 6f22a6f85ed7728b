import Practice
import Testing

@testable import Server

/// Night contacts: who sets them, what is refused, and that the card shows them.
@Suite struct ContactsTests {
    private let good = [
        "backup-hematologist-name": "Backup on call", "backup-hematologist-phone": "+1 (312) 555-0110",
        "stock-0-place": "hospital pharmacy", "stock-0-doses": "4", "directions": "Ambulance bay.",
    ]

    @Test func `what is saved stands on the card of every patient of the site, ready to be dialed`() async throws {
        let world = try await AccountsWorld.make()
        let saved = try await world.as(.coordinator).post("/sites/north/contacts", good)
        #expect(saved.location == "/sites/north/contacts?saved=1")
        let card = try await world.as(.nurse).get("/n/\(world.inside)")
        #expect(card.text.contains("tel:+13125550110"))
        #expect(card.text.contains("hospital pharmacy, 4 doses, counted"))
        #expect(card.text.contains("Ambulance bay."))
    }

    @Test(arguments: [
        ("backup-hematologist-phone", "ask the switchboard"), ("backup-hematologist-phone", "12"),
        ("backup-hematologist-name", ""), ("stock-0-doses", "many"), ("stock-0-doses", "-1"), ("stock-0-place", ""),
    ])
    func `a number that cannot be dialed and a count that is none are refused beside their field`(
        _ field: String, _ value: String
    ) async throws {
        let world = try await AccountsWorld.make()
        var form = good
        form[field] = value
        let answer = try await world.as(.coordinator).post("/sites/north/contacts", form)
        #expect(answer.status == 422)
        #expect(answer.text.contains("Ambulance bay."), "what was typed is still there")
        #expect(!(try await world.as(.nurse).get("/n/\(world.inside)").text.contains("tel:")))
    }

    @Test(
        arguments: [
            ("+1 (312) 555-0110", "+13125550110"), ("312.555.0110", "3125550110"), ("911", "911"), ("1+2", nil),
            ("12", nil), ("call me", nil), ("+", nil), ("123456789012345678901", nil),
        ] as [(String, String?)])
    func `a number is dialed by its digits alone`(_ phone: String, _ dialed: String?) {
        #expect(SiteContacts.dialed(phone) == dialed)
    }
}
