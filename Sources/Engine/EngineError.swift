import COneDNN

/// What the engine could not do, as one sentence that names the layer and the call.
public struct EngineError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }

    /// A status of oneDNN.
    init(layer: String, call: String, status: Int32) {
        let reason = String(cString: onednn_status_text(status))
        let hint =
            reason == "out_of_memory" ? "use a smaller batch or a smaller input" : "this is oneDNN's answer to \(call)"
        self.init("\(layer): \(reason); \(hint)")
    }
}

/// Throws unless `status` says success.
func check(_ status: Int32, _ call: @autoclosure () -> String, layer: @autoclosure () -> String) throws {
    guard status == 0 else { throw EngineError(layer: layer(), call: call(), status: status) }
}
