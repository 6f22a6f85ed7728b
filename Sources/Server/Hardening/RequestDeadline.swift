import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not get whole in time: a client that sends a byte now and then (slow-loris)
/// must not hold a connection for ever.
///
/// Belongs to one channel and is used on its event loop only.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let head: TimeAmount
    private let body: TimeAmount
    private let idle: TimeAmount
    /// When the connection is closed unless something happens before; `nil` while nothing is waited for.
    private var due: NIODeadline?
    /// Looks at ``due``; a later one does not move it, because most requests are over long before.
    private var timer: Scheduled<Void>?
    private var timerAt = NIODeadline.distantFuture

    init(_ limits: ServerLimits) {
        head = .seconds(limits.headSeconds)
        body = .seconds(limits.bodySeconds)
        idle = .seconds(limits.idleSeconds)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { arm(head, context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        arm(head, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: arm(body, context)
        case .end: due = nil
        case .body: break
        }
        context.fireChannelRead(data)
    }

    /// After an answer the next request may take its time, but not for ever.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { arm(idle, context) }
        context.write(data, promise: promise)
    }

    private func arm(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        let due = NIODeadline.now() + time
        self.due = due
        guard timer == nil || due < timerAt else { return }
        timer?.cancel()
        look(at: due, context.channel, context.eventLoop)
    }

    private func look(at moment: NIODeadline, _ channel: any Channel, _ loop: any EventLoop) {
        timerAt = moment
        let handler = NIOLoopBound(self, eventLoop: loop)
        timer = loop.scheduleTask(deadline: moment) { handler.value.looked(channel, loop) }
    }

    private func looked(_ channel: any Channel, _ loop: any EventLoop) {
        timer = nil
        guard let due else { return }
        if due <= .now() { channel.close(promise: nil) } else { look(at: due, channel, loop) }
    }
}
