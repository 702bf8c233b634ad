import Foundation
import Networks
import Training

/// A checkpoint as a safetensors file: parameters under their names, those that training continues with under `trained.` where they
/// are others, the optimizer's memory under `optimizer.`, and in the metadata what the trainer remembers. One file, so that a crash leaves all of one step or all of another.
enum CheckpointFile {
    static func name(_ kind: CheckpointRecord.Kind) -> String { "checkpoints/\(kind.rawValue).safetensors" }

    private static let trainedPrefix = "trained."
    private static let optimizerPrefix = "optimizer."

    static func write(_ checkpoint: Checkpoint, to folder: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = EventLine.floatEncoding
        var metadata = [CheckpointMetadata.step: String(checkpoint.step)]
        metadata[CheckpointMetadata.threshold] = checkpoint.threshold.map { String($0) }
        metadata[CheckpointMetadata.confidenceSlope] = checkpoint.confidence.map { String($0.slope) }
        metadata[CheckpointMetadata.confidenceIntercept] = checkpoint.confidence.map { String($0.intercept) }
        metadata[CheckpointMetadata.trainer] = String(decoding: try encoder.encode(checkpoint.state), as: UTF8.self)
        var tensors = checkpoint.parameters
        for (name, tensor) in checkpoint.trainedParameters ?? ParameterSet() { tensors[trainedPrefix + name] = tensor }
        for (name, tensor) in checkpoint.optimizerState { tensors[optimizerPrefix + name] = tensor }
        try Safetensors.write(tensors, metadata: metadata, to: folder + "/" + name(checkpoint.kind))
    }

    /// Those of a file's tensors that are the network's own.
    static func parameters(in tensors: ParameterSet) -> ParameterSet {
        var parameters = ParameterSet()
        for (name, tensor) in tensors where !name.hasPrefix(optimizerPrefix) && !name.hasPrefix(trainedPrefix) {
            parameters[name] = tensor
        }
        return parameters
    }

    /// Fits a checkpoint's tensors to the network that it is of: all of them must be there.
    ///
    /// - Throws: `RunError` that names the first ones that are not.
    static func match(_ tensors: ParameterSet, to wanted: [ParameterInfo], in file: String) throws -> ParameterSet {
        let match = WeightMatch(tensors, to: wanted)
        if let shortcoming = match.shortcoming {
            throw RunError(
                "\(file) \(shortcoming); it is damaged or of another network, use the run's other checkpoint or train it again")
        }
        return match.parameters
    }

    /// The checkpoint that a run goes on from; `nil` where it was ended before the first.
    ///
    /// - Throws: `RunError` where it is damaged, or holds no trainer's state.
    static func readLast(of folder: String) throws -> Checkpoint? {
        let path = folder + "/" + name(.last)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let (tensors, metadata) = try Safetensors.read(path)
        guard let json = metadata[CheckpointMetadata.trainer],
            let state = try? EventLine.makeDecoder().decode(TrainerState.self, from: Data(json.utf8))
        else {
            throw RunError("\(path) does not say how to go on; it is of an earlier version of twinscope, train a new run")
        }
        var checkpoint = Checkpoint(kind: .last, state: state, parameters: ParameterSet(), optimizerState: ParameterSet())
        for (name, tensor) in tensors {
            if name.hasPrefix(optimizerPrefix) {
                checkpoint.optimizerState[String(name.dropFirst(optimizerPrefix.count))] = tensor
            } else if name.hasPrefix(trainedPrefix) {
                var trained = checkpoint.trainedParameters ?? ParameterSet()
                trained[String(name.dropFirst(trainedPrefix.count))] = tensor
                checkpoint.trainedParameters = trained
            } else {
                checkpoint.parameters[name] = tensor
            }
        }
        return checkpoint
    }
}
