import Foundation
import Networks
import Runs

/// Weights that another program trained: safetensors or PyTorch's own files, told apart by content.
public struct PretrainedWeights: Sendable {
    public let tensors: ParameterSet
    /// Names in the file that are no tensors.
    public let others: [String]

    public init(tensors: ParameterSet, others: [String] = []) {
        self.tensors = tensors
        self.others = others
    }

    private static let longest = 16 << 30

    /// - Throws: `InterchangeError` that names the file.
    public init(reading path: String) throws {
        do {
            guard let data = try RegularFile.contents(path, limit: Self.longest) else {
                throw InterchangeError("cannot be read; give a file of weights, .safetensors or .pth")
            }
            if PyTorchFile.isRecognised(data) {
                (tensors, others) = try PyTorchFile.tensors(in: data)
            } else if data.first == 0x80, data.dropFirst(8).first != UInt8(ascii: "{") {
                // A bare pickle, as PyTorch before 1.6 wrote. (The length that safetensors begins with may have that first byte too.)
                throw InterchangeError("is a PyTorch file of a version before 1.6; load it there and save it again")
            } else {
                (tensors, others) = (try Safetensors.read(path).parameters, [])
            }
        } catch let error as InterchangeError {
            throw InterchangeError("\(path) \(error.description)")
        } catch let error as RunError {
            throw InterchangeError(error.description)
        }
        guard tensors.count > 0 else { throw InterchangeError("\(path) holds no tensors; \(PickleReader.advice)") }
    }
}
