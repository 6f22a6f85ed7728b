public import JSONText

/// Whom to call and where tocilizumab is, for one site: what a covering physician needs at 2 a.m.
public struct SiteContacts: Sendable, Equatable {
    /// Somebody who answers.
    public struct Contact: Sendable, Equatable {
        public let name: String
        public let phone: String

        public init(name: String, phone: String) {
            self.name = name
            self.phone = phone
        }
    }

    /// A place that keeps doses of the rescue medicine.
    public struct Stock: Sendable, Equatable {
        public let place: String
        /// Doses on the shelf when last counted; 0 or more.
        public let doses: Int

        public init(place: String, doses: Int) {
            self.place = place
            self.doses = doses
        }
    }

    /// In the order they are called.
    public var contacts: [ContactRole: Contact]
    public var stocks: [Stock]
    /// How to get a patient in at night, in words.
    public var directions: String

    public init(contacts: [ContactRole: Contact] = [:], stocks: [Stock] = [], directions: String = "") {
        self.contacts = contacts
        self.stocks = stocks
        self.directions = directions
    }

    public var isEmpty: Bool { contacts.isEmpty && stocks.isEmpty && directions.isEmpty }

    /// Contacts in the order they are called.
    public var ladder: [(role: ContactRole, contact: Contact)] {
        ContactRole.allCases.compactMap { role in contacts[role].map { (role, $0) } }
    }

    public var json: JSON {
        .object([
            JSON.Member(
                "contacts",
                .object(
                    ladder.map { role, contact in
                        JSON.Member(
                            role.rawValue, ["name": .string(contact.name), "phone": .string(contact.phone)])
                    })),
            JSON.Member(
                "stocks",
                .array(stocks.map { ["place": .string($0.place), "doses": .number(String($0.doses))] })),
            JSON.Member("directions", .string(directions)),
        ])
    }

    /// Reads what ``json`` wrote; what cannot be read is left out.
    public init(json: JSON) {
        self.init(directions: json["directions"]?.string ?? "")
        for role in ContactRole.allCases {
            guard let told = json["contacts"]?[role.rawValue], let name = told["name"]?.string,
                let phone = told["phone"]?.string
            else { continue }
            contacts[role] = Contact(name: name, phone: phone)
        }
        stocks = (json["stocks"]?.array ?? []).compactMap { told in
            guard let place = told["place"]?.string, let doses = told["doses"]?.int else { return nil }
            return Stock(place: place, doses: doses)
        }
    }

    /// The number as a telephone dials it; `nil` for what holds anything but digits and the usual marks, or fewer than
    /// 3 digits.
    public static func dialed(_ phone: String) -> String? {
        var digits = ""
        for character in phone.unicodeScalars {
            switch character {
            case "0"..."9": digits.unicodeScalars.append(character)
            case "+" where digits.isEmpty: digits = "+"
            case " ", "-", "(", ")", ".", "/": break
            default: return nil
            }
        }
        let count = digits.utf8.count - (digits.hasPrefix("+") ? 1 : 0)
        return (3...20).contains(count) ? digits : nil
    }
}

/// Who is called, the nearest first.
public enum ContactRole: String, Sendable, CaseIterable {
    case backup = "backup-hematologist"
    case mentor = "academic-mentor"
    case hospital = "partner-hospital"
    case pharmacy

    /// `Backup hematologist`
    public var title: String {
        switch self {
        case .backup: "Backup hematologist"
        case .mentor: "Academic mentor"
        case .hospital: "Partner hospital"
        case .pharmacy: "Pharmacy"
        }
    }
}
