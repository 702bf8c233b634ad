import Foundation

/// What was measured of one network, for people.
struct BenchTable {
    let result: BenchResult

    func text() -> String {
        var lines = ["\(result.network) \(result.input), \(result.precision.rawValue), \(threads)"]
        if let training = result.training {
            let parts = [
                ("forward", training.forward), ("loss", training.loss), ("backward", training.backward),
                ("update", training.update), ("data wait", training.dataWait),
            ].map { "\($0) \(number($1))" }
            lines.append(
                line(
                    "training, \(training.pairs) pairs", training.milliseconds, "\(number(training.pairsPerSecond)) pairs/s",
                    training.gigaflops, training.peakShare, training.peakMemoryBytes))
            lines.append("    ms: " + parts.joined(separator: ", "))
            lines += layerLines(training.layers)
        }
        for pass in result.inference {
            lines.append(
                line(
                    "inference, \(pass.images) \(pass.images == 1 ? "image" : "images")", pass.milliseconds,
                    "\(number(pass.imagesPerSecond)) images/s", pass.gigaflops, pass.peakShare, pass.peakMemoryBytes))
            lines += layerLines(pass.layers)
        }
        return lines.joined(separator: "\n")
    }

    private var threads: String { result.threads == 1 ? "1 thread" : "\(result.threads) threads" }

    private func line(
        _ what: String, _ milliseconds: Double, _ rate: String, _ gigaflops: Double, _ share: Double, _ memory: Int?
    ) -> String {
        String(
            format: "  %@%@ ms%@%7.0f GFLOP/s%5.0f %% of peak   %@", column(what, 22), right(number(milliseconds), 9),
            right(rate, 20), gigaflops, share * 100, memory?.asBytes ?? "")
    }

    private func layerLines(_ layers: [LayerTime]?) -> [String] {
        guard let layers else { return [] }
        let width = layers.map(\.layer.count).max() ?? 0
        return layers.map { time in
            let rate = time.gigaflops.map { String(format: "%7.0f GFLOP/s", $0) } ?? ""
            let memory = String(format: "%8.2f MB%6.0f GB/s", Double(time.bytes) * 1e-6, time.gigabytesPerSecond)
            return "    " + column(time.layer, width) + "  " + column(time.work, 16)
                + right(String(format: "%.3f", time.milliseconds), 10) + " ms" + column(rate, 16) + memory + "  "
                + column(roof(time), 15) + "  " + time.implementation
        }
    }

    /// The roof that a layer is nearer to, and how near.
    private func roof(_ time: LayerTime) -> String {
        let multiplying = time.peakShare ?? 0
        return multiplying > time.bandwidthShare
            ? String(format: "%3.0f %% of peak", multiplying * 100)
            : String(format: "%3.0f %% of memory", time.bandwidthShare * 100)
    }

    private func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Three digits that count.
    private func number(_ value: Double) -> String {
        String(format: value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
    }
}
