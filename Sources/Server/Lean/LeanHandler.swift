import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Service

/// Takes check-ins off a connection before the framework sees them, and passes everything else on untouched and in order.
///
/// Belongs to one channel and is used on its event loop only. A request is taken only while none is with the framework,
/// and what arrives while one is being answered waits: answers leave in the order of their requests.
final class LeanHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private struct Taken {
        let head: HTTPRequest
        let patient: String
        var body = ByteBuffer()
    }

    /// What came while a request was being answered.
    private enum Held {
        case part(HTTPRequestPart)
        case event(Any)
        case error(any Error)
    }

    private enum State {
        case passing
        case collecting(Taken)
        case answering(Taken)
    }

    private let door: LeanDoor
    private var answers: LeanAnswer
    private var state = State.passing
    /// Requests that are with the framework and not answered to the end.
    private var passed = 0
    private var held = CircularBuffer<Held>()
    private var readIsHeld = false
    /// Where the connection comes from, written out once.
    private var peer: String?
    private static let mostHeld = 64

    init(_ door: LeanDoor) {
        self.door = door
        answers = LeanAnswer(isOnTLS: door.isOnTLS)
    }

    // MARK: In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .answering = state { return held.append(.part(part)) }
        take(part, context)
    }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch (part, state) {
        case (.head(let head), _):
            if passed == 0, let patient = door.patient(head) {
                state = .collecting(Taken(head: head, patient: patient))
            } else {
                passed += 1
                context.fireChannelRead(wrapInboundOut(part))
            }
        case (.body(var buffer), .collecting(var taken)):
            state = .passing
            taken.body.writeBuffer(&buffer)
            if taken.body.readableBytes <= LeanDoor.mostBytes {
                state = .collecting(taken)
            } else {
                pass(taken, context)
            }
        case (.end(nil), .collecting(let taken)): begin(taken, context)
        case (.end, .collecting(let taken)):
            pass(taken, context)
            context.fireChannelRead(wrapInboundOut(part))
        default: context.fireChannelRead(wrapInboundOut(part))
        }
    }

    /// Gives what was taken to the framework after all.
    private func pass(_ taken: Taken, _ context: ChannelHandlerContext) {
        state = .passing
        passed += 1
        context.fireChannelRead(wrapInboundOut(.head(taken.head)))
        if taken.body.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(.body(taken.body))) }
    }

    private func passWhole(_ taken: Taken, _ context: ChannelHandlerContext) {
        pass(taken, context)
        context.fireChannelRead(wrapInboundOut(.end(nil)))
        context.fireChannelReadComplete()
    }

    private func begin(_ taken: Taken, _ context: ChannelHandlerContext) {
        state = .answering(taken)
        let loop = context.eventLoop
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: loop)
        let peer = self.peer ?? context.channel.remoteAddress?.ipAddress ?? ""
        self.peer = peer
        let isBegun = door.begin(
            taken.head, patient: taken.patient, body: Array(buffer: taken.body), peer: peer
        ) { outcome in
            loop.execute { bound.value.handler.finish(outcome, bound.value.context) }
        }
        if !isBegun { passWhole(taken, context) }
    }

    // MARK: Out

    private func finish(_ outcome: LeanDoor.Outcome, _ context: ChannelHandlerContext) {
        guard case .answering(let taken) = state else { return }
        state = .passing
        let now = door.practice.world.now()
        switch outcome {
        case .recorded(let version): write(answers.recorded(version: version, now: now), context)
        case .refused(let refusal): write(answers.refused(refusal, now: now), context)
        case .again: passWhole(taken, context)
        }
        release(context)
    }

    private func write(_ answer: (head: HTTPResponse, body: ByteBuffer), _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Takes up what waited, up to the next request that is being answered.
    private func release(_ context: ChannelHandlerContext) {
        var fired = false
        while let next = held.first {
            if case .answering = state { break }
            held.removeFirst()
            fired = true
            switch next {
            case .part(let part): take(part, context)
            case .event(let event): pass(event, context)
            case .error(let error): context.fireErrorCaught(error)
            }
        }
        if fired { context.fireChannelReadComplete() }
        if readIsHeld, held.count < Self.mostHeld {
            readIsHeld = false
            context.read()
        }
    }

    /// Answers of the framework.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { passed = max(0, passed - 1) }
        context.write(data, promise: promise)
    }

    // MARK: The connection

    /// No more is read from a client that sends much ahead of its answers.
    func read(context: ChannelHandlerContext) {
        if held.count < Self.mostHeld { context.read() } else { readIsHeld = true }
    }

    /// Closing waits for the answer that is under way.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .answering = state { return held.append(.event(event)) }
        pass(event, context)
    }

    private func pass(_ event: Any, _ context: ChannelHandlerContext) {
        // The framework knows nothing yet of a request that is being collected: it must not close on it.
        if case .collecting(let taken) = state { pass(taken, context) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .answering = state { return held.append(.error(error)) }
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        state = .passing
        held.removeAll()
        context.fireChannelInactive()
    }
}
