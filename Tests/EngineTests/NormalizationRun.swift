import CKernels
import TestSupport
import Testing

/// How many values lie in which order. Channels beyond `channels` only fill up blocks.
struct Values: CustomTestStringConvertible {
    let images: Int
    let groups: Int
    let area: Int
    let pixel: Int
    let channels: Int

    init(images: Int, groups: Int, area: Int, pixel: Int, channels: Int) {
        (self.images, self.groups, self.area, self.pixel, self.channels) = (images, groups, area, pixel, channels)
    }

    var grid: kernel_grid { kernel_grid(images: images, groups: groups, area: area, pixel: pixel) }
    var testDescription: String { "\(images) x \(groups) x \(area) x \(pixel), \(channels) channels" }

    /// Where the values of a channel lie, image by image.
    func places(of channel: Int) -> [Int] {
        (0..<images).flatMap { image in
            let start = (image * groups + channel / pixel) * area * pixel + channel % pixel
            return (0..<area).map { start + $0 * pixel }
        }
    }
}

/// Both ways of a batch normalization by the kernels, as an engine with so many threads would run them.
struct NormalizationRun {
    let inputs: [Float]
    let gradients: [Float]
    let scale: [Float]
    let shift: [Float]
    let relu: Bool
    let repeats: Int
    private(set) var outputs: [Float] = []
    private(set) var inputGradient: [Float] = []
    private(set) var runningMean: [Float]
    private(set) var runningVariance: [Float]
    private(set) var scaleGradient: [Float]
    private(set) var shiftGradient: [Float]

    var numbers: [Float] { outputs + inputGradient + runningMean + runningVariance + scaleGradient + shiftGradient }

    /// - Parameter repeats: how often the maps are shown one after another, where they are of one image and one group: the results of
    ///   all are those of the first, and a test need not look at a million numbers.
    init(_ values: Values, relu: Bool, type: kernel_type, shares: Int32, repeats: Int = 1) {
        self.relu = relu
        self.repeats = repeats
        let count = values.images * values.groups * values.area * values.pixel
        var (inputs, gradients) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
        let some = randomNumbers(8191, seed: 1, as: Float.self)
        let others = randomNumbers(8191, seed: 2, as: Float.self)
        for channel in 0..<values.channels {
            for (index, place) in values.places(of: channel).enumerated() {
                inputs[place] = some[(index + 77 * channel) % 8191] + 30 + Float(channel)
                gradients[place] = others[(index + 55 * channel) % 8191] + 0.1
            }
        }
        if type == .bfloat16 { (inputs, gradients) = (inputs.map(\.rounded16), gradients.map(\.rounded16)) }
        (self.inputs, self.gradients) = (inputs, gradients)
        scale = (0..<values.channels).map { 1 + Float($0 % 5) / 4 }
        shift = (0..<values.channels).map { Float($0 % 3) / 2 - 0.5 }
        runningMean = Array(repeating: 0.5, count: values.channels)
        runningVariance = Array(repeating: 1, count: values.channels)
        scaleGradient = Array(repeating: 0, count: values.channels)
        shiftGradient = scaleGradient
        run(values, type, shares)
    }

    private mutating func run(_ values: Values, _ type: kernel_type, _ shares: Int32) {
        var job = kernel_normalization()
        job.grid = values.grid
        job.grid.area *= repeats
        (job.type, job.relu, job.channels, job.epsilon, job.momentum) = (type, relu ? 1 : 0, values.channels, 1e-5, 0.1)
        let channels = kernel_grid_channels(&job.grid)
        let tables = Buffers()
        (job.scale, job.shift) = (UnsafePointer(tables.floats(scale)), UnsafePointer(tables.floats(shift)))
        job.running_mean = tables.floats(runningMean)
        job.running_variance = tables.floats(runningVariance)
        job.scale_gradient = tables.floats(scaleGradient)
        job.shift_gradient = tables.floats(shiftGradient)
        // Whatever was in memory before must not matter.
        job.lines.center = tables.doubles(channels)
        job.lines.factor = tables.doubles(channels)
        job.lines.offset = tables.doubles(channels)
        job.lines.slope = tables.doubles(channels)
        job.lines.base = tables.doubles(channels)
        job.lines.deviation = tables.doubles(channels)
        job.sums = tables.doubles(kernel_normalization_sums(&job.grid))
        let (source, gradient) = (tables.values(inputs, type, repeats), tables.values(gradients, type, repeats))
        let (destination, result) = (tables.values(inputs, type, repeats), tables.values(inputs, type, repeats))
        (job.source, job.destination) = (UnsafeRawPointer(source), destination)
        (job.gradient, job.source_gradient) = (UnsafeRawPointer(gradient), result)
        let passes = [
            kernel_normalization_measure_share, kernel_normalization_settle_share, kernel_normalization_apply_share,
            kernel_normalization_measure_back_share, kernel_normalization_settle_back_share,
            kernel_normalization_apply_back_share,
        ]
        for pass in passes {
            for share in (0..<shares).reversed() { pass(&job, share, shares) }
        }
        outputs = tables.read(destination, type, inputs.count)
        inputGradient = tables.read(result, type, inputs.count)
        func read(_ table: UnsafeMutablePointer<Float>) -> [Float] {
            Array(UnsafeBufferPointer(start: table, count: values.channels))
        }
        (runningMean, runningVariance) = (read(job.running_mean), read(job.running_variance))
        (scaleGradient, shiftGradient) = (read(job.scale_gradient), read(job.shift_gradient))
    }
}

/// The same in double, written down as in the paper (Ioffe, Szegedy 2015).
struct NormalizationOracle {
    private(set) var outputs: [Double]
    private(set) var inputGradient: [Double]
    private(set) var runningMean: [Double] = []
    private(set) var runningVariance: [Double] = []
    private(set) var scaleGradient: [Double] = []
    private(set) var shiftGradient: [Double] = []

    init(_ values: Values, _ run: NormalizationRun) {
        outputs = Array(repeating: 0, count: run.inputs.count)
        inputGradient = outputs
        for channel in 0..<values.channels { add(values.places(of: channel), run, channel) }
    }

    private mutating func add(_ places: [Int], _ run: NormalizationRun, _ channel: Int) {
        let count = Double(places.count)
        var (mean, variance) = (0.0, 0.0)
        for place in places { mean += Double(run.inputs[place]) }
        mean /= count
        for place in places { variance += (Double(run.inputs[place]) - mean) * (Double(run.inputs[place]) - mean) }
        variance /= count
        let deviation = (variance + Double(Float(1e-5))).squareRoot()
        let (scale, shift) = (Double(run.scale[channel]), Double(run.shift[channel]))
        var (along, sum) = (0.0, 0.0)
        for place in places {
            let normalized = (Double(run.inputs[place]) - mean) / deviation
            let output = scale * normalized + shift
            let isOpen = !run.relu || output > 0
            outputs[place] = isOpen ? output : 0
            guard isOpen else { continue }
            along += Double(run.gradients[place]) * normalized
            sum += Double(run.gradients[place])
        }
        for place in places {
            let normalized = (Double(run.inputs[place]) - mean) / deviation
            let gradient = run.relu && scale * normalized + shift <= 0 ? 0 : Double(run.gradients[place])
            inputGradient[place] = scale / deviation * (gradient - sum / count - normalized * along / count)
        }
        let (momentum, all) = (Double(Float(0.1)), count * Double(run.repeats))
        runningMean.append((1 - momentum) * 0.5 + momentum * mean)
        runningVariance.append(1 - momentum + momentum * variance * all / max(1, all - 1))
        scaleGradient.append(along * Double(run.repeats))
        shiftGradient.append(sum * Double(run.repeats))
    }
}

/// Memory that lives as long as a test's job.
private final class Buffers {
    private var allocated: [UnsafeMutableRawPointer] = []

    deinit { for pointer in allocated { pointer.deallocate() } }

    private func bytes(_ count: Int) -> UnsafeMutableRawPointer {
        let pointer = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 64)
        allocated.append(pointer)
        return pointer
    }

    func floats(_ numbers: [Float]) -> UnsafeMutablePointer<Float> {
        let pointer = bytes(4 * numbers.count).bindMemory(to: Float.self, capacity: numbers.count)
        pointer.initialize(from: numbers, count: numbers.count)
        return pointer
    }

    func doubles(_ count: Int) -> UnsafeMutablePointer<Double> {
        let pointer = bytes(8 * count).bindMemory(to: Double.self, capacity: count)
        pointer.initialize(repeating: .nan, count: count)
        return pointer
    }

    func values(_ numbers: [Float], _ type: kernel_type, _ repeats: Int) -> UnsafeMutableRawPointer {
        let halves = numbers.map { UInt16($0.bitPattern >> 16) }
        let size = numbers.count * (type == .bfloat16 ? 2 : 4)
        let pointer = bytes(size * repeats)
        for copy in 0..<repeats {
            if type == .bfloat16 {
                (pointer + copy * size).copyMemory(from: halves, byteCount: size)
            } else {
                (pointer + copy * size).copyMemory(from: numbers, byteCount: size)
            }
        }
        return pointer
    }

    func read(_ pointer: UnsafeMutableRawPointer, _ type: kernel_type, _ count: Int) -> [Float] {
        if type == .float32 {
            return Array(UnsafeBufferPointer(start: pointer.assumingMemoryBound(to: Float.self), count: count))
        }
        let halves = UnsafeBufferPointer(start: pointer.assumingMemoryBound(to: UInt16.self), count: count)
        return halves.map { Float(bitPattern: UInt32($0) << 16) }
    }
}

extension Float {
    /// Cut down to what bfloat16 holds.
    fileprivate var rounded16: Float { Float(bitPattern: bitPattern & 0xFFFF_0000) }
}
