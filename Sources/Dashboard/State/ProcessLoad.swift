/// What the program takes of the machine.
public struct ProcessLoad: Hashable, Sendable {
    /// 1 is one processor core, all of it.
    public let cores: Double
    /// Bytes of memory in use.
    public let memory: Int

    public init(cores: Double, memory: Int) {
        self.cores = cores
        self.memory = memory
    }

    /// As the status line writes it.
    var text: String { "\(Int((cores * 100).rounded())) % CPU · \(NumberText.bytes(memory))" }
}

extension DashboardState {
    /// Hands over the load of the program that trains.
    ///
    /// - Returns: whether anything visible has changed.
    public mutating func provide(_ load: ProcessLoad) -> Bool {
        let isNew = load.text != self.load?.text
        self.load = load
        return isNew
    }
}
