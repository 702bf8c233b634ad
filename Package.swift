// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "twinscope",
    products: [
        .executable(name: "twinscope", targets: ["twinscope"]),
        .library(name: "Twinscope", targets: ["Twinscope"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        // C at the edge: each system library has one door.
        .target(name: "COneDNN", linkerSettings: [.linkedLibrary("dnnl")]),
        .target(name: "CKernels"),
        .target(
            name: "CImageCodecs",
            linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg"), .linkedLibrary("z")]),
        .target(name: "CCrash"),
        .target(
            name: "CNCurses", dependencies: ["CCrash"],
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),

        // The rooms, in the order of the data flow.
        .target(name: "Networks"),
        .target(name: "MetricLearning", dependencies: ["CKernels"]),
        .target(name: "ReferenceEngine", dependencies: ["Networks", "MetricLearning"]),
        .target(name: "Engine", dependencies: ["Networks", "MetricLearning", "COneDNN", "CKernels"]),
        .target(name: "Datasets", dependencies: ["Networks", "CImageCodecs"]),
        .target(name: "Training", dependencies: ["Networks", "MetricLearning", "Engine", "Datasets"]),
        .target(name: "Runs", dependencies: ["Networks", "MetricLearning", "Engine", "Datasets", "Training"]),
        .target(name: "Interchange", dependencies: ["Networks", "MetricLearning", "Datasets", "Training", "Runs"]),
        .target(name: "Twinscope", dependencies: ["Networks", "MetricLearning", "Datasets", "Training", "Runs"]),
        .target(name: "Dashboard", dependencies: ["Networks", "MetricLearning", "Training", "Runs"]),
        .target(name: "Terminal", dependencies: ["Dashboard", "CNCurses", "CCrash"]),
        .executableTarget(
            name: "twinscope",
            dependencies: [
                "Networks", "MetricLearning", "Engine", "Datasets", "Training", "Runs", "Interchange", "Dashboard",
                "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        .testTarget(name: "NetworksTests", dependencies: ["Networks"]),
        .testTarget(name: "MetricLearningTests", dependencies: ["MetricLearning", "Networks", "TestSupport"]),
        .target(name: "TestSupport", dependencies: ["Networks", "MetricLearning"], path: "Tests/Support"),
        .testTarget(
            name: "ReferenceEngineTests", dependencies: ["ReferenceEngine", "Networks", "MetricLearning", "TestSupport"]),
        .testTarget(
            name: "EngineTests",
            dependencies: ["Engine", "CKernels", "ReferenceEngine", "Networks", "MetricLearning", "TestSupport"]),
        // Presets at full size against PyTorch; not part of `swift test`.
        .executableTarget(
            name: "FullSizeCheck", dependencies: ["Engine", "Networks", "MetricLearning", "TestSupport"], path: "Tests/FullSize"),
        .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "Networks"]),
        .testTarget(
            name: "TrainingTests", dependencies: ["Training", "Networks", "MetricLearning", "Engine", "Datasets", "TestSupport"]),
        .testTarget(
            name: "RunsTests",
            dependencies: ["Runs", "Training", "Networks", "MetricLearning", "Engine", "Datasets", "TestSupport"]),
        .testTarget(
            name: "InterchangeTests",
            dependencies: ["Interchange", "Networks", "MetricLearning", "Datasets", "Training", "Runs", "TestSupport"]),
        // The README's example of the library. It imports nothing but Twinscope; the rooms behind that are named so that a change in them
        // builds it anew.
        .executableTarget(
            name: "LibraryExample", dependencies: ["Twinscope", "Networks", "Training", "Runs"], path: "Tests/LibraryExample"),
        .testTarget(name: "TwinscopeTests", dependencies: ["LibraryExample", "PseudoTerminal"]),
        .testTarget(
            name: "DashboardTests", dependencies: ["Dashboard", "Runs", "Training", "Networks", "MetricLearning"],
            exclude: ["Golden"]),
        // A program and a pseudo-terminal to drive it in, for the tests of the screen.
        .executableTarget(
            name: "TerminalProbe", dependencies: ["Terminal", "Dashboard", "CCrash"], path: "Tests/TerminalProbe"),
        .target(name: "PseudoTerminal", path: "Tests/PseudoTerminal"),
        .testTarget(name: "TerminalTests", dependencies: ["Terminal", "Dashboard", "TerminalProbe", "PseudoTerminal"]),
        .testTarget(name: "CommandLineTests", dependencies: ["twinscope", "PseudoTerminal"]),
        .testTarget(name: "ArchitectureTests"),
        // Hostile files of every kind that is read: a program of its own, because a crash ends the process.
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "Datasets", "Networks", "MetricLearning", "Engine", "Training", "Runs", "Interchange", "Dashboard",
            ],
            path: "Tests/Fuzz", exclude: ["Corpus", "README.md", "make_corpus.py"]),
    ],
    swiftLanguageModes: [.v6]
)
