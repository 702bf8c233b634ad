/// Reading and writing rows where oneDNN has no primitive: values as row-major float32.
extension PlanBuilder {
    /// Adds a gradient that is computed for rows to a value that may still lie as maps.
    func addRowsGradient(_ index: Int, _ memory: Memory, layer: String) throws {
        let shape = try value(index).layout.dimensions
        try addGradient(index, try view(memory, as: .plain(shape)), layer: layer)
    }
}
