import COneDNN

/// One share of a job of `CKernels`.
typealias KernelShare = @convention(c) (_ job: UnsafeMutableRawPointer?, _ index: Int32, _ count: Int32) -> Void

/// A job of `CKernels` that oneDNN's threads share. Owns the job; running it allocates nothing.
final class KernelCall<Job> {
    private let job: UnsafeMutablePointer<Job>
    private let share: KernelShare
    private let threads: Int32

    init(_ job: Job, _ share: @escaping KernelShare, threads: Int) {
        self.job = .allocate(capacity: 1)
        self.job.initialize(to: job)
        self.share = share
        self.threads = Int32(clamping: max(1, threads))
    }

    deinit { job.deallocate() }

    /// - Parameter prepare: sets what is not known before the first run, such as places in the arena.
    func run(_ prepare: (inout Job) -> Void) {
        prepare(&job.pointee)
        onednn_parallel(threads, share, job)
    }
}
