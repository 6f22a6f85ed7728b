import Testing

@testable import Identity

struct AttemptStateTests {
    let start: Int64 = 1_700_000_000_000

    @Test("a bucket lets its burst through, then one for each refill")
    func bucket() {
        var state = AttemptState.fresh
        for _ in 0..<10 { state = go(state, .attempt, at: start, .address) }
        #expect(state.after(.attempt, at: start, .address).verdict == .wait(30_000))
        #expect(state.after(.attempt, at: start + 29_999, .address).verdict == .wait(1))
        state = go(state, .attempt, at: start + 30_000, .address)
        #expect(state.after(.attempt, at: start + 30_000, .address).verdict == .wait(30_000))
        let full = start + 30_000 + 300_000
        for _ in 0..<10 { state = go(state, .attempt, at: full, .address) }
        #expect(state.after(.attempt, at: full, .address).verdict == .wait(30_000))
    }

    @Test("the pause doubles up to the longest and there is no lock behind it")
    func pause() {
        var state = AttemptState.fresh
        var now = start
        var waits: [Int64] = []
        for _ in 0..<20 {
            state = go(state, .attempt, at: now, .account)
            guard case .wait(let wait) = state.after(.attempt, at: now, .account).verdict else {
                waits.append(0)
                continue
            }
            waits.append(wait / 1000)
            now += wait
        }
        #expect(waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512] + [Int64](repeating: 900, count: 7))
    }

    @Test("a refused attempt changes nothing, so hammering does not lengthen the wait")
    func hammering() {
        var state = AttemptState.fresh
        for _ in 0..<4 { state = go(state, .attempt, at: start, .account) }
        for _ in 0..<1000 {
            let (after, verdict) = state.after(.attempt, at: start + 1, .account)
            #expect(verdict == .wait(999) && after == state)
        }
    }

    @Test("a success takes its own attempt back and leaves the earlier failures")
    func success() {
        var state = AttemptState.fresh
        for _ in 0..<3 { state = go(state, .attempt, at: start, .account) }
        let before = state
        state = go(state, .attempt, at: start, .account)
        state = go(state, .succeeded, at: start, .account)
        #expect(state == before)
    }

    @Test("trust forgets everything at once")
    func trust() {
        var state = AttemptState.fresh
        for _ in 0..<6 { state = go(state, .attempt, at: start, .device) }
        #expect(state.after(.attempt, at: start, .device).verdict == .wait(1_000))
        state = go(state, .trusted, at: start, .device)
        for _ in 0..<5 { state = go(state, .attempt, at: start, .device) }
    }

    @Test("failures are forgotten a day after the last")
    func memory() {
        var state = AttemptState.fresh
        for _ in 0..<4 { state = go(state, .attempt, at: start, .account) }
        let day: Int64 = 86_400_000
        #expect(state.ends(.account) == start + day)
        let early = go(state, .attempt, at: start + day - 1, .account)
        #expect(early.after(.attempt, at: start + day - 1, .account).verdict == .wait(2_000))
        let late = go(state, .attempt, at: start + day, .account)
        #expect(late.after(.attempt, at: start + day, .account).verdict == .go)
    }

    @Test("a clock that steps back an hour neither frees nor stops anybody")
    func clockBack() {
        var state = AttemptState.fresh
        for _ in 0..<10 { state = go(state, .attempt, at: start, .address) }
        let back = start - 3_600_000
        #expect(state.after(.attempt, at: back, .address).verdict == .wait(30_000))
        for _ in 0..<4 { state = go(state.after(.trusted, at: start, .account).state, .attempt, at: start, .account) }
        var paused = AttemptState.fresh
        for _ in 0..<8 { paused = goWaiting(paused, .account) }
        guard case .wait(let wait) = paused.after(.attempt, at: paused.seen, .account).verdict else {
            Issue.record("expected a pause")
            return
        }
        #expect(paused.after(.attempt, at: paused.seen - 3_600_000, .account).verdict == .wait(wait))
    }

    @Test("the state comes back from its 29 bytes, and nothing else is read")
    func bytes() throws {
        var state = AttemptState.fresh
        for _ in 0..<7 { state = goWaiting(state, .account) }
        #expect(state.bytes.count == 29)
        #expect(AttemptState(bytes: state.bytes) == state)
        let bad: [[UInt8]] = [
            [], [1], state.bytes + [0], [2] + state.bytes.dropFirst(), [1] + [UInt8](repeating: 255, count: 28),
        ]
        for bad in bad {
            #expect(AttemptState(bytes: bad) == nil)
        }
    }

    private func go(
        _ state: AttemptState, _ event: AttemptState.Event, at now: Int64, _ policy: AttemptPolicy,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> AttemptState {
        let (after, verdict) = state.after(event, at: now, policy)
        #expect(verdict == .go, sourceLocation: sourceLocation)
        return after
    }

    private func goWaiting(_ state: AttemptState, _ policy: AttemptPolicy) -> AttemptState {
        let now = max(state.seen, start)
        guard case .wait(let wait) = state.after(.attempt, at: now, policy).verdict else {
            return state.after(.attempt, at: now, policy).state
        }
        return state.after(.attempt, at: now + wait, policy).state
    }
}

struct SignInLimitTests {
    let start: Int64 = 1_700_000_000_000

    @Test(
        "10,000 tries by strangers from many addresses never stop the owner, and few guesses get through",
        arguments: [2026, 7] as [UInt64])
    func stranger(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var shelf: [String: AttemptState] = [:]
        let cookie = Token.random(from: .seeded(seed)).hash
        var now = start
        var guesses = 0
        var owner = (tries: 0, stopped: 0)
        for attempt in 0..<10_000 {
            now += Int64.random(in: 0...2_000, using: &generator)
            let address = "203.0.113.\(Int.random(in: 0...255, using: &generator))"
            if tryOnce(SignInLimit(account: "owner@clinic.example", address: address, device: nil), &shelf, now) {
                guesses += 1
            }
            guard attempt % 50 == 0 else { continue }
            let known = SignInLimit(account: "Owner@clinic.example", address: "198.51.100.4", device: cookie)
            for _ in 0..<Int.random(in: 0...2, using: &generator) { _ = tryOnce(known, &shelf, now) }
            owner.tries += 1
            if tryOnce(known, &shelf, now) {
                for (counter, state) in zip(known.counters, known.succeeded(states(known, shelf), at: now)) {
                    shelf[counter.key] = state
                }
            } else {
                owner.stopped += 1
            }
        }
        let hours = Double(now - start) / 3_600_000
        print(
            "seed \(seed): of 10,000 guesses in \(hours) h \(guesses) got through; owner stopped \(owner.stopped)/\(owner.tries)"
        )
        #expect(owner.tries == 200 && owner.stopped == 0, "seed \(seed)")
        // 13 before the longest pause, then 4 an hour.
        #expect(guesses <= 14 + Int(hours * 4), "seed \(seed)")
        #expect(guesses >= 13, "seed \(seed)")
    }

    @Test("one address that tries many accounts gets ten, then two a minute")
    func spray() {
        var shelf: [String: AttemptState] = [:]
        var guesses = 0
        for second in 0..<600 {
            let limit = SignInLimit(account: "person-\(second)", address: "203.0.113.9", device: nil)
            if tryOnce(limit, &shelf, start + Int64(second) * 1000) { guesses += 1 }
        }
        #expect(guesses == 10 + 19)
    }

    @Test("a stopped address does not spend the account's attempts")
    func stoppedAddress() {
        var shelf: [String: AttemptState] = [:]
        for number in 0..<10 {
            #expect(tryOnce(SignInLimit(account: "a\(number)", address: "203.0.113.9", device: nil), &shelf, start))
        }
        let victim = SignInLimit(account: "victim", address: "203.0.113.9", device: nil)
        for _ in 0..<100 { #expect(!tryOnce(victim, &shelf, start)) }
        #expect(shelf[victim.counters[1].key] == nil || shelf[victim.counters[1].key] == .fresh)
    }

    @Test("a thousand tries at the same moment are not one")
    func atOnce() {
        var shelf: [String: AttemptState] = [:]
        let limit = SignInLimit(account: "victim", address: "203.0.113.9", device: nil)
        let through = (0..<1000).count { _ in tryOnce(limit, &shelf, start) }
        #expect(through == 4)
    }

    @Test("a whole clinic behind one address signs in at eight o'clock")
    func clinic() {
        var shelf: [String: AttemptState] = [:]
        for number in 0..<200 {
            let limit = SignInLimit(account: "nurse-\(number)", address: "198.51.100.4", device: nil)
            #expect(tryOnce(limit, &shelf, start))
            for (counter, state) in zip(limit.counters, limit.succeeded(states(limit, shelf), at: start)) {
                shelf[counter.key] = state
            }
        }
    }

    @Test("another account's device, or none, counts with the strangers; keys name nobody")
    func keys() throws {
        let cookie = Token.random().hash
        let known = SignInLimit(account: "a@clinic.example", address: "2001:db8::1", device: cookie)
        let other = SignInLimit(account: "b@clinic.example", address: "2001:db8::1", device: cookie)
        let strange = SignInLimit(account: "A@clinic.example", address: "2001:db8::1", device: nil)
        #expect(known.counters.count == 1 && strange.counters.count == 2)
        #expect(known.counters[0].key != other.counters[0].key)
        for counter in known.counters + strange.counters {
            #expect(counter.key.utf8.count <= 80 && counter.key.wholeMatch(of: /try\/[a-z]+\/[0-9a-f]{40}/) != nil)
        }
    }

    @Test(
        "addresses of one household are one",
        arguments: [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("203.0.113.9", "::ffff:203.0.113.9", true), ("203.0.113.9", "203.0.113.10", false),
            ("fe80::1%eth0", "fe80::1", true), ("", "%", true), ("unix", "unix", true),
        ])
    func networks(left: String, right: String, isSame: Bool) {
        #expect((NetworkAddress.network(of: left) == NetworkAddress.network(of: right)) == isSame)
    }

    private func states(_ limit: SignInLimit, _ shelf: [String: AttemptState]) -> [AttemptState] {
        limit.counters.map { shelf[$0.key] ?? .fresh }
    }

    private func tryOnce(_ limit: SignInLimit, _ shelf: inout [String: AttemptState], _ now: Int64) -> Bool {
        let (after, verdict) = limit.attempt(states(limit, shelf), at: now)
        for (counter, state) in zip(limit.counters, after) { shelf[counter.key] = state }
        return verdict == .go
    }
}
