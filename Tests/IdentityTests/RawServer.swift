import NIOCore
import NIOPosix

/// Answers every connection with the same bytes, for answers that no decent server gives.
struct RawServer {
    let url: String
    private let channel: any Channel

    static func answering(_ text: String, _ body: (RawServer) async throws -> Void) async throws {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Answerer(text: text))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        try await body(RawServer(url: "http://127.0.0.1:\(channel.localAddress?.port ?? 0)", channel: channel))
        try await channel.close()
    }

    private final class Answerer: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let text: String

        init(text: String) { self.text = text }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: nil)
            context.close(promise: nil)
        }
    }
}
