import COneDNN
import Foundation
import Networks

/// All trainable parameters, their gradients and the optimizer's moments: four stretches of memory laid out alike, so that an update is
/// one pass. Every parameter lies in the layout that its forward primitive wants; padding of blocks is zero and stays zero.
final class ParameterArena {
    struct Slot {
        let info: ParameterInfo
        let weights: Memory
        /// In the same layout as the weights.
        let gradient: Memory
        let first: Memory
        let second: Memory
        /// The plain form of the same numbers, as the world outside knows them.
        let plainLayout: Layout
    }

    private let device: Device
    private let weights: AlignedBuffer
    private let gradients: AlignedBuffer
    private let first: AlignedBuffer
    private let second: AlignedBuffer
    private var usedBytes = 0
    private(set) var slots: [Slot] = []

    /// Reserves room for all parameters in whatever blocks their primitives will want; what is not used costs nothing.
    init(for parameters: [ParameterInfo], on device: Device) throws {
        self.device = device
        let byteCount = parameters.map(Self.reservedByteCount).reduce(0, +)
        weights = try AlignedBuffer(byteCount: byteCount)
        gradients = try AlignedBuffer(byteCount: byteCount)
        first = try AlignedBuffer(byteCount: byteCount)
        second = try AlignedBuffer(byteCount: byteCount)
    }

    /// Blocks round the first two dimensions up, to 64 at most.
    private static func reservedByteCount(_ parameter: ParameterInfo) -> Int {
        let rounded = parameter.shape.enumerated().map { $0.offset < 2 ? ($0.element + 63) & ~63 : $0.element }
        return rounded.reduce(MemoryLayout<Float>.size, *) + 4096
    }

    /// What a layout takes in the arena: whole cache lines.
    private static func byteCount(of layout: Layout) -> Int { (layout.byteCount + 63) & ~63 }

    func add(_ info: ParameterInfo, layout: Layout, plainLayout: Layout) throws -> Slot {
        let size = Self.byteCount(of: layout)
        guard usedBytes + size <= weights.byteCount else { throw EngineError("\(info.name) finds no room in the arena") }
        func memory(_ buffer: AlignedBuffer) throws -> Memory {
            try Memory(layout, at: buffer.start + usedBytes, owner: buffer, on: device)
        }
        let slot = Slot(
            info: info, weights: try memory(weights), gradient: try memory(gradients), first: try memory(first),
            second: try memory(second), plainLayout: plainLayout)
        usedBytes += size
        slots.append(slot)
        return slot
    }

    private var floatCount: Int { usedBytes / MemoryLayout<Float>.size }

    /// Runs `body` over equal parts of all numbers, one a thread.
    private func forEachPart(of threads: Int, _ body: (Range<Int>) -> Void) {
        let count = floatCount
        // Whole cache lines, so that no two threads write to one.
        let size = ((count + threads - 1) / threads + 15) & ~15
        withoutActuallyEscaping(body) { body in
            var task: (Int) -> Void = { part in
                let start = min(count, part * size)
                body(start..<min(count, start + size))
            }
            withUnsafeMutablePointer(to: &task) { context in
                shim_parallel(
                    Int32(threads),
                    { context, part in context?.assumingMemoryBound(to: ((Int) -> Void).self).pointee(Int(part)) }, context)
            }
        }
    }

    private func floats(_ buffer: AlignedBuffer) -> UnsafeMutablePointer<Float> {
        buffer.start.assumingMemoryBound(to: Float.self)
    }

    /// The Euclidean norm of all gradients. Parts are added in their order, so the same threads give the same bits.
    func gradientNorm(threads: Int) -> Float {
        var sums = [Double](repeating: 0, count: threads)
        let gradients = floats(gradients)
        let size = ((floatCount + threads - 1) / threads + 15) & ~15
        sums.withUnsafeMutableBufferPointer { sums in
            let sums = sums
            forEachPart(of: threads) { range in
                guard !range.isEmpty else { return }
                sums[range.lowerBound / size] = shim_square_sum(gradients + range.lowerBound, range.count)
            }
        }
        return Float(sums.reduce(0, +).squareRoot())
    }

    /// One optimizer step, counted from 1.
    func update(_ optimizer: OptimizerSpec, step: Int, rate: Float, threads: Int) {
        let (weights, gradients, first, second) = (floats(weights), floats(gradients), floats(first), floats(second))
        forEachPart(of: threads) { range in
            let start = range.lowerBound
            switch optimizer {
            case .sgd(let momentum, let nesterov, let decay):
                shim_sgd_update(
                    weights + start, gradients + start, first + start, range.count,
                    shim_sgd(rate: rate, momentum: momentum, weight_decay: decay, nesterov: nesterov))
            case .adam(let beta1, let beta2, let epsilon, let decay):
                shim_adam_update(
                    weights + start, gradients + start, first + start, second + start, range.count,
                    Self.adam(beta1, beta2, epsilon, decay, isDecoupled: false, step: step, rate: rate))
            case .adamW(let beta1, let beta2, let epsilon, let decay):
                shim_adam_update(
                    weights + start, gradients + start, first + start, second + start, range.count,
                    Self.adam(beta1, beta2, epsilon, decay, isDecoupled: true, step: step, rate: rate))
            case .rmsProp(let alpha, let epsilon, let momentum, let decay):
                shim_rmsprop_update(
                    weights + start, gradients + start, first + start, second + start, range.count,
                    shim_rmsprop(rate: rate, alpha: alpha, epsilon: epsilon, momentum: momentum, weight_decay: decay))
            }
        }
    }

    private static func adam(
        _ beta1: Float, _ beta2: Float, _ epsilon: Float, _ decay: Float, isDecoupled: Bool, step: Int, rate: Float
    ) -> shim_adam {
        shim_adam(
            rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: decay,
            correction1: Float(1 - pow(Double(beta1), Double(step))),
            correction2: Float(1 - pow(Double(beta2), Double(step))), decoupled: isDecoupled)
    }
}
