import COneDNN

/// A loop of the engine's own, shared among oneDNN's threads. What it computes for one index must not depend on the others, so that
/// the result is the same for any number of threads.
final class SharedLoop: Step {
    let layer: String
    let bytes: Int
    private let count: Int
    private let threads: Int32
    private let body: (Range<Int>, Int) -> Void
    private var step = 0

    /// - Parameters:
    ///   - count: of the indices `0 ..< count` every thread gets a run.
    ///   - body: works on a run of indices, in the training step it is told.
    init(layer: String, bytes: Int, count: Int, threads: Int, _ body: @escaping (Range<Int>, Int) -> Void) {
        self.layer = layer
        self.bytes = bytes
        self.count = count
        self.threads = Int32(clamping: max(1, min(threads, count)))
        self.body = body
    }

    func run(step: Int) {
        self.step = step
        onednn_parallel(threads, runShare, Unmanaged.passUnretained(self).toOpaque())
    }

    fileprivate func run(share: Int, of shares: Int) {
        body(count * share / shares..<count * (share + 1) / shares, step)
    }
}

private func runShare(_ loop: UnsafeMutableRawPointer?, _ share: Int32, _ shares: Int32) {
    guard let loop else { return }
    Unmanaged<SharedLoop>.fromOpaque(loop).takeUnretainedValue().run(share: Int(share), of: Int(shares))
}
