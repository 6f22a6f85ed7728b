import Clinical
import Course
import JSONText
public import Practice

/// Twelve synthetic patients, each at an instructive moment, placed relative to the time the program starts.
///
/// Nobody here is real: every record is marked synthetic.
public struct DemoPractice: Sendable {
    public static let site = Site(id: "demo", name: "Demo practice", zoneID: "America/Chicago")

    let service: PracticeService
    let now: Instant

    /// Fills an empty practice.
    public static func load(into service: PracticeService) async throws(RecordError) {
        let demo = DemoPractice(service: service, now: service.world.now())
        for (index, story) in demo.stories().enumerated() { try await demo.record(story, index: index) }
    }

    struct Story {
        let name: String
        let born: String
        let therapy: String
        let regimen: String
        /// Hours before now, type and fields; oldest first.
        let events: [(hoursAgo: Int, type: EventType, body: JSON)]
    }

    private func record(_ story: Story, index: Int) async throws(RecordError) {
        let first = story.events.map(\.hoursAgo).max() ?? 0
        let registered = now.adding(hours: -(first + 48))
        let id = World.uuid7(at: registered, high: UInt64(index + 1), low: UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15)
        func add(_ type: EventType, _ at: Instant, _ body: JSON) async throws(RecordError) {
            _ = try await service.record([Draft(type, at: at, body)], patient: id, author: "demo", recordedAt: at)
        }
        try await add(
            .registered, registered,
            [
                "name": .string(story.name), "born": .string(story.born), "synthetic": true,
                "recordNumber": .string("DEMO-\(101 + index)"),
            ])
        try await add(
            .courseStarted, registered.adding(hours: 1),
            [
                "therapy": .string(story.therapy), "regimen": .string(story.regimen),
                "release": .string(service.protocols.library.release.id),
            ])
        for event in story.events { try await add(event.type, now.adding(hours: -event.hoursAgo), event.body) }
    }
}
