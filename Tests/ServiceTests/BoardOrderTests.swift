import Clinical
import JSONText
import Service
import Testing

@Suite struct `Order of the board` {
    private struct Key: Comparable {
        let place: Int
        let outside: Bool
        let moment: Int64
        let id: String

        static func < (left: Key, right: Key) -> Bool {
            (left.place, left.outside ? 1 : 0, left.moment, left.id)
                < (right.place, right.outside ? 1 : 0, right.moment, right.id)
        }
    }

    private func key(_ row: Board.Row) -> Key {
        Key(
            place: row.place.rawValue, outside: !row.inWindow,
            moment: (row.patient.due ?? row.patient.riskWindowEnd)?.milliseconds ?? .max, id: row.patient.id)
    }

    @Test func `everybody once, by place, window, what comes soonest and id, however long ago the board was read`()
        async throws
    {
        let practice = try await TestPractice()
        try await DemoPractice.load(into: practice.service)
        // Patients without a course are alike in everything but their id.
        for _ in 0..<9 { _ = try await practice.service.register(["name": "Twin"], at: practice.now, author: "test") }
        for _ in 0..<40 {
            let board = practice.service.board(now: practice.now)
            let keys = board.rows.map(key)
            #expect(keys == keys.sorted() && Set(board.rows.map(\.patient.id)).count == 21)
            #expect(
                board.rows.allSatisfy { $0.inWindow == ($0.patient.riskWindowEnd.map { practice.now < $0 } ?? false) })
            practice.forward(hours: 7)
        }
    }
}
