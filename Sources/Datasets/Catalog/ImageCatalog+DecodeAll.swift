import Foundation

extension ImageCatalog {
    /// The same without the images that cannot be decoded, which join the broken files.
    /// - Parameter progress: called from one thread at a time, about a hundred times, with the number of images done and of all.
    public func removingBroken(threads: Int, progress: (@Sendable (Int, Int) -> Void)? = nil) -> ImageCatalog {
        removing(decodeAll(threads: threads, progress: progress) { _, _ in })
    }

    /// Decodes every image on several threads and gives each to `use`, on the thread that decoded it.
    /// - Returns: per item that could not be decoded, what is wrong with its file.
    func decodeAll(
        threads: Int, progress: (@Sendable (Int, Int) -> Void)?, _ use: @Sendable (Int, DecodedImage) -> Void
    ) -> [Int: String] {
        let pass = DecodingPass(ProgressCounter(total: items.count, report: progress))
        concurrently(items.count, threads: threads) { item in
            var failure: String?
            do {
                use(item, try decodeUnnamed(item))
            } catch {
                failure = "\(error)"
            }
            pass.finish(item, failure)
        }
        return pass.failures
    }
}

/// What is known while images are decoded on several threads; safe from any of them: everything is behind the lock.
private final class DecodingPass: @unchecked Sendable {
    private let lock = NSLock()
    private var progress: ProgressCounter
    private(set) var failures: [Int: String] = [:]

    init(_ progress: ProgressCounter) {
        self.progress = progress
    }

    func finish(_ item: Int, _ failure: String?) {
        lock.withLock {
            failures[item] = failure
            progress.countOne()
        }
    }
}
