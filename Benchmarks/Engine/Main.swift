import Course
import Foundation

/// `engine run BENCHMARK-CONTENT REAL-CONTENT` prints one JSON line a figure; `engine summary FILE` compares rounds.
@main
enum Main {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            FileHandle.standardError.write(Data("engine: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) throws(BenchmarkError) {
        switch (arguments.first, arguments.count) {
        case ("run", 3):
            try TableBenchmark(try loadContent(arguments[1])).run()
            try FoldBenchmark().run()
            try CourseBenchmark(Protocols(try loadContent(arguments[2]))).run()
        case ("summary", 2): try Summary(file: arguments[1]).write()
        default: throw BenchmarkError("usage: engine run BENCHMARK-CONTENT REAL-CONTENT | engine summary FILE")
        }
    }
}
