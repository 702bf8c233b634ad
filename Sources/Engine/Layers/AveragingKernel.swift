import CKernels
import COneDNN
import Networks

/// Averages over windows by the engine's own kernel: of any sizes, over maps in whatever order they lie, and summed up in double.
/// oneDNN has windows of one size alone, and adds up float32 numbers one after another.
final class AveragingKernel: MapResizing {
    /// Up to here nothing is lost by adding up in float32.
    static let fewValues = 64

    let stage: Stage
    var source: Layout?
    private let rows: [kernel_span]
    private let columns: [kernel_span]
    private let divisor: Int?

    /// - Parameters:
    ///   - rows: what each row of windows covers; `columns` alike.
    ///   - divisor: of every sum; the number of values in the window without it.
    init(_ stage: Stage, rows: [Range<Int>], columns: [Range<Int>], divisor: Int? = nil) {
        self.stage = stage
        self.rows = rows.map { kernel_span(begin: $0.lowerBound, end: $0.upperBound) }
        self.columns = columns.map { kernel_span(begin: $0.lowerBound, end: $0.upperBound) }
        self.divisor = divisor
    }

    var outerSize: Extent { Extent(height: rows.count, width: columns.count) }

    func planKernel(_ plan: PlanBuilder, _ work: Work, inner: Memory, outer: Memory) throws {
        guard let maps = inner.layout.maps else { return }
        var job = kernel_averages()
        job.planes = Int(maps.planes)
        job.height = Int(maps.height)
        job.width = Int(maps.width)
        job.pixel = Int(maps.pixel)
        job.type = inner.layout.type.kernel
        job.outer_height = rows.count
        job.outer_width = columns.count
        job.divisor = Double(divisor ?? 0)
        let windows = Windows(rows: rows, columns: columns)
        let share: KernelShare = work == .forward ? kernel_average_share : kernel_average_back_share
        let call = KernelCall(job, share, threads: plan.options.threads)
        plan.run(call, work, layer: stage.name, using: [inner, outer]) {
            $0.rows = windows.rows
            $0.columns = windows.columns
            $0.inner = inner.buffer.pointer
            $0.outer = outer.buffer.pointer
        }
    }
}

/// The tables of a kernel, which live as long as its step.
private final class Windows {
    let rows: UnsafePointer<kernel_span>?
    let columns: UnsafePointer<kernel_span>?
    private let table: UnsafeMutableBufferPointer<kernel_span>

    init(rows: [kernel_span], columns: [kernel_span]) {
        table = .allocate(capacity: rows.count + columns.count)
        _ = table.initialize(from: rows + columns)
        self.rows = UnsafePointer(table.baseAddress)
        self.columns = UnsafePointer(table.baseAddress.map { $0 + rows.count })
    }

    deinit { table.deallocate() }
}
