import Foundation
import Networks

/// What the system says about the machine that the program runs on; what it does not say is `nil`.
struct ProcessorFacts {
    let system: String?
    let kernel: String
    let model: String?
    let cores: Int
    let features: [String]
    let memoryBytes: UInt64

    /// Those of the many flags that decide how fast networks are.
    private static let telling = [
        "sse4_1", "avx", "avx2", "fma", "f16c", "avx_vnni", "avx512f", "avx512bw", "avx512_vnni", "avx512_bf16", "avx512_fp16",
        "amx_tile", "amx_bf16", "amx_int8",
    ]

    init() {
        let lines = Self.fields(of: "/proc/cpuinfo", separator: ":")
        model = lines["model name"] ?? lines["Model"]
        let flags = Set((lines["flags"] ?? lines["Features"] ?? "").split(separator: " ").map(String.init))
        features = Self.telling.filter(flags.contains)
        system = Self.fields(of: "/etc/os-release", separator: "=")["PRETTY_NAME"]?.trimmingCharacters(in: ["\""])
        cores = Processors.usable
        memoryBytes = ProcessInfo.processInfo.physicalMemory
        var names = utsname()
        uname(&names)
        kernel = withUnsafeBytes(of: names.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The first of each name, as every core of `cpuinfo` repeats them.
    private static func fields(of file: String, separator: Character) -> [String: String] {
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        let pairs = text.split(separator: "\n").compactMap { line -> (String, String)? in
            guard let split = line.firstIndex(of: separator) else { return nil }
            return (
                line[..<split].trimmingCharacters(in: .whitespaces),
                line[line.index(after: split)...].trimmingCharacters(in: .whitespaces)
            )
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
