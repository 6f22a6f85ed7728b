import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCertificateReloading
import NIOSSL

/// TLS in the server: certificate and key from files that are read again every minute.
struct TLS {
    let configuration: TLSConfiguration
    /// Runs beside the server.
    let reloader: TimedCertificateReloader

    /// - Parameter every: How often the files are looked at.
    /// - Throws: ``SettingsError/certificate(_:)`` when they cannot be read or do not belong together.
    init(_ files: TLSFiles, every: Duration = .seconds(60), logger: Logger) throws(SettingsError) {
        do {
            reloader = try TimedCertificateReloader.makeReloaderValidatingSources(
                refreshInterval: every,
                certificateSource: .init(location: .file(path: files.certificate), format: .pem),
                privateKeySource: .init(location: .file(path: files.key), format: .pem), logger: logger)
            var configuration = try TLSConfiguration.makeServerConfiguration(certificateReloader: reloader)
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            self.configuration = configuration
        } catch {
            throw .certificate("\(files.certificate), \(files.key)")
        }
    }
}
