import ArgumentParser
import Foundation
import Server
import Service

/// Where the server listens, and who vouches for its address.
struct ListeningOptions: ParsableArguments {
    @Option(help: "Address to listen on. One that other computers reach needs TLS.") var host = "127.0.0.1"
    @Option(help: "Port to listen on.") var port = 8080
    @Option(help: "Certificate chain (PEM); read again when the file changes.") var tlsCertificate: String?
    @Option(help: "Private key (PEM) of the certificate.") var tlsKey: String?
    @Option(help: "The name people type, such as stepwell.practice.org; may be repeated.") var publicName: [String] = []
    @Flag(help: "A proxy on this computer or network ends TLS and sets X-Forwarded-For.") var behindProxy = false

    var scheme: String { tlsCertificate != nil || behindProxy ? "https" : "http" }

    /// As people reach it.
    var address: String {
        if let name = publicName.first {
            // A proxy listens on the usual port; the server itself on the one it was given.
            let usual = behindProxy || (tlsCertificate != nil ? port == 443 : port == 80)
            return "\(scheme)://\(name)" + (usual ? "" : ":\(port)")
        }
        return "\(scheme)://\(host):\(port)"
    }

    func settings(isDemo: Bool) throws -> ServerSettings {
        do {
            return try ServerSettings(
                host: host, port: port, templates: try folder("Templates"), assets: try folder("Assets"),
                tls: try tls(), publicNames: publicName, behindProxy: behindProxy, loopbackOnly: isDemo)
        } catch let error as SettingsError {
            throw CommandFailure(code: "serve.settings", message: error.description, status: 2)
        }
    }

    private func tls() throws -> TLSFiles? {
        switch (tlsCertificate, tlsKey) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return TLSFiles(certificate: certificate, key: key)
        default:
            throw CommandFailure(
                code: "serve.settings", message: "--tls-certificate and --tls-key are given together or not at all",
                status: 2)
        }
    }

    private func folder(_ name: String) throws -> String {
        guard let folder = ContentFolder.locate(folder: name) else {
            throw CommandFailure(
                code: "folder.missing", message: "no \(name) folder found; run from the project's folder", status: 2)
        }
        return folder
    }
}
