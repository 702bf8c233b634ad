import COneDNN

/// One share of a job of `CKernels`.
typealias KernelShare = @convention(c) (_ job: UnsafeMutableRawPointer?, _ index: Int32, _ count: Int32) -> Void

/// A job of `CKernels` that oneDNN's threads share. Owns the job; running it allocates nothing.
final class KernelCall<Job> {
    private let job: UnsafeMutablePointer<Job>
    private let shares: [KernelShare]
    private let threads: Int32

    /// - Parameter shares: passes over the job, each of which begins when all threads are done with the one before.
    init(_ job: Job, _ shares: KernelShare..., threads: Int) {
        self.job = .allocate(capacity: 1)
        self.job.initialize(to: job)
        self.shares = shares
        self.threads = Int32(clamping: max(1, threads))
    }

    deinit { job.deallocate() }

    /// - Parameter prepare: sets what is not known before the first run, such as places in the arena.
    func run(_ prepare: (inout Job) -> Void) {
        prepare(&job.pointee)
        for share in shares { onednn_parallel(threads, share, job) }
    }
}
