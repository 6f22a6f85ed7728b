import Testing

@testable import Identity

@Test func ready() { #expect(Placeholder.ready) }
