import Networks

extension EmbeddedCatalog {
    /// Of the largest number of an embedding: differences below it are rounding.
    private static let roundingShare: Float = 1e-6

    /// Whether all images have the same embedding, but for rounding, so that no distance tells two of them apart.
    public var isAlike: Bool {
        embeddings.rows > 1
            && [embeddings, rightEmbeddings].allSatisfy { matrix in
                let first = matrix.row(0)
                let largest = matrix.values.lazy.map(\.magnitude).max() ?? 0
                return (1..<matrix.rows).allSatisfy { row in
                    zip(matrix.row(row), first).allSatisfy { abs($0 - $1) <= Self.roundingShare * largest }
                }
            }
    }

    /// What a person should know before any figure, as a sentence; `nil` where nothing is the matter.
    ///
    /// - Parameter name: of the data set.
    public func remark(on name: String) -> String? {
        guard isAlike else { return nil }
        return
            "all \(catalog.items.count) images have the same embedding, so that no threshold separates genuine from impostor pairs, "
            + "and ties count as wrong: either the images are alike (`twinscope data \(ShellWord.quoted(catalog.root))` shows them), "
            + "or the network has collapsed"
    }
}
