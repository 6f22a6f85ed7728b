// swift-tools-version: 6.2
import PackageDescription

/// Benchmarks stand apart, so that building the product never builds them.
let package = Package(
    name: "stepwell-benchmarks",
    dependencies: [.package(name: "stepwell", path: "..")],
    targets: [
        .executableTarget(
            name: "engine",
            dependencies: [
                .product(name: "Clinical", package: "stepwell"),
                .product(name: "Course", package: "stepwell"),
                .product(name: "JSONText", package: "stepwell"),
            ],
            path: "Engine",
            exclude: ["content"],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .treatAllWarnings(as: .error),
            ])
    ]
)
