import Engine
import Networks

/// What was measured of one network. Times are medians, in milliseconds.
struct BenchResult: Encodable {
    let network: String
    let input: String
    let precision: Precision
    let threads: Int
    let training: Training?
    let inference: [Inference]

    /// A step: forward, loss, backward, update.
    struct Training: Encodable {
        let pairs: Int
        let milliseconds: Double
        let forward: Double
        let loss: Double
        let backward: Double
        let update: Double
        /// Part of every step in which the engine waits for images.
        let dataWait: Double
        let pairsPerSecond: Double
        let gigaflops: Double
        let peakShare: Double
        let peakMemoryBytes: Int?
        let layers: [LayerTime]?
    }

    /// Embedding images, batch normalisation folded.
    struct Inference: Encodable {
        let images: Int
        let milliseconds: Double
        let imagesPerSecond: Double
        let gigaflops: Double
        let peakShare: Double
        let peakMemoryBytes: Int?
        let layers: [LayerTime]?
    }
}

/// A layer's part of a pass, in milliseconds a pass, and how near it is to the roofs of this machine.
struct LayerTime: Encodable {
    let layer: String
    let work: String
    let implementation: String
    let milliseconds: Double
    /// Only where the layer multiplies.
    let gigaflops: Double?
    /// Of the fastest that this machine multiplies.
    let peakShare: Double?
    /// Of what it reads and writes, each once.
    let bytes: Int
    let gigabytesPerSecond: Double
    /// Of the fastest that this machine's memory is read and written. Above 1 where the caches hold what is read.
    let bandwidthShare: Double

    init(_ time: StepTime, _ work: Work, images: Int, _ precision: Precision, _ peak: MachinePeak) {
        layer = time.layer
        self.work = time.work.rawValue
        implementation = time.implementation
        milliseconds = time.seconds / Double(max(1, time.runs)) * 1e3
        let operations = work.layer(time.layer, images: images)
        let multiplies = [.forward, .backwardData, .backwardWeights].contains(time.work) && operations > 0
        gigaflops = multiplies ? operations / milliseconds * 1e-6 : nil
        peakShare = gigaflops.map { $0 / peak.gigaflops(precision) }
        bytes = time.bytes
        gigabytesPerSecond = Double(bytes) / milliseconds * 1e-6
        bandwidthShare = gigabytesPerSecond / peak.memoryBandwidth
    }
}
