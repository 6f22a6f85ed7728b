import Clinical
import Course
import Foundation
import JSONText
import Journal
import Practice
import Service
import Synchronization

/// A practice with the real content, a clock the test moves, and ids that count.
final class TestPractice: Sendable {
    static let protocols: Protocols = {
        do {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Content").path
            return Protocols(try ContentLibrary.load(try ContentFolder.read(folder)))
        } catch {
            fatalError("\(error)")
        }
    }()

    let service: PracticeService
    let journal: any Journal

    init(start: String = "2026-11-20T10:00:00-06:00", journal: any Journal = MemoryJournal()) async throws {
        let first = Instant(iso: start) ?? Instant(milliseconds: 0)
        let counter = Mutex<UInt64>(0)
        self.journal = journal
        let box = ClockBox(clock: first)
        self.box = box
        let world = World(
            now: { box.now },
            newID: {
                let next = counter.withLock { value in
                    value += 1
                    return value
                }
                return World.uuid7(at: box.now, high: next, low: next)
            })
        service = try await PracticeService(
            protocols: Self.protocols, site: DemoPractice.site, journal: journal, world: world)
    }

    private let box: ClockBox
    var now: Instant { box.now }
    func forward(hours: Int) { box.forward(hours: hours) }

    /// A patient on teclistamab who was registered now.
    func patient(therapy: String = "teclistamab", regimen: String = "monotherapy") async throws -> String {
        let record = try await service.register(
            ["name": "Test Sample", "born": "1960-01-02", "synthetic": true], at: now, author: "test")
        _ = try await service.record(
            [Draft(.courseStarted, at: now, ["therapy": .string(therapy), "regimen": .string(regimen)])],
            patient: record.id, author: "test")
        return record.id
    }
}

final class ClockBox: Sendable {
    private let instant: Mutex<Instant>
    init(clock: Instant) { instant = Mutex(clock) }
    var now: Instant { instant.withLock { $0 } }
    func forward(hours: Int) { instant.withLock { $0 = $0.adding(hours: hours) } }
}
