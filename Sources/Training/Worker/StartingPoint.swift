import Networks

/// Weights that a training begins with instead of drawing them.
public struct StartingPoint: Sendable {
    /// All parameters and running statistics of the network.
    public var parameters: ParameterSet
    /// Where they are from.
    public var file: String
    /// What a person should know about them; told as notices when the training begins.
    public var remarks: [String]

    public init(parameters: ParameterSet, file: String, remarks: [String] = []) {
        self.parameters = parameters
        self.file = file
        self.remarks = remarks
    }
}
