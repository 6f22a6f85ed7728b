// swift-tools-version: 6.2
import PackageDescription

/// The same rules for every room: Swift 6 concurrency, explicit `any`, no accidental re-exports, no warnings.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let http = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let threads = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpParts = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let certificateReloading = Target.Dependency.product(name: "NIOCertificateReloading", package: "swift-nio-extras")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A room: one idea, one folder, one target. Arrows point down the list only.
func room(_ name: String, needs: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: needs, swiftSettings: strict)
}

func tests(_ name: String, of needs: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: needs, swiftSettings: strict)
}

let package = Package(
    name: "stepwell",
    products: [
        .executable(name: "stepwell", targets: ["stepwell"]),
        .library(name: "JSONText", targets: ["JSONText"]),
        .library(name: "Clinical", targets: ["Clinical"]),
        .library(name: "Course", targets: ["Course"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    ],
    targets: [
        // Pure rooms: no clock, no chance, no file, no network.
        room("JSONText", needs: []),
        room("Clinical", needs: ["JSONText", yams]),
        room("Course", needs: ["Clinical", "JSONText"]),
        room("Practice", needs: ["Clinical", "JSONText"]),
        room("Exchange", needs: ["Clinical"]),
        // C libraries of the system.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZxcvbn", providers: [.apt(["libzxcvbn-dev"])]),
        // Rooms with effects.
        room("Journal", needs: ["CLibPQ", grdb, crypto, threads]),
        room("Identity", needs: ["CSodium", "CZxcvbn", "JSONText", crypto, jwt, http, nio, threads]),
        room(
            "Service",
            needs: ["Clinical", "Course", "Practice", "Exchange", "Journal", "Identity", "JSONText", crypto, logging]),
        room(
            "Server",
            needs: [
                "Service", "Clinical", "Course", "Practice", "Exchange", "Identity", "Journal", "JSONText",
                hummingbird, hummingbirdCore, hummingbirdTLS, mustache, nio, httpParts, tls, certificateReloading,
                logging,
            ]),
        .executableTarget(
            name: "stepwell",
            dependencies: [
                "Server", "Service", "Clinical", "Course", "Practice", "Exchange", "Identity", "Journal", "JSONText",
                arguments, hummingbird, logging,
            ],
            swiftSettings: strict),

        tests("JSONTextTests", of: ["JSONText"]),
        tests("ClinicalTests", of: ["Clinical", "JSONText"]),
        tests("CourseTests", of: ["Course", "Clinical", "JSONText"]),
        tests("PracticeTests", of: ["Practice", "Clinical", "JSONText"]),
        tests("ExchangeTests", of: ["Exchange", "Clinical"]),
        tests("JournalTests", of: ["Journal", grdb]),
        tests("IdentityTests", of: ["Identity", "JSONText"]),
        tests(
            "ServiceTests",
            of: ["Service", "Course", "Clinical", "Exchange", "Identity", "Journal", "Practice", "JSONText"]),
        tests(
            "ServerTests",
            of: [
                "Server", "Service", "Clinical", "Course", "Exchange", "Identity", "Journal", "Practice", "JSONText",
                hummingbirdTesting, hummingbird,
            ]),
        tests("Scenarios", of: ["Service", "Course", "Clinical", "Journal", "Practice", "JSONText"]),
    ]
)
