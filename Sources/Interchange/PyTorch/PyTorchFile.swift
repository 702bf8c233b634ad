import Foundation
import Networks

/// PyTorch's own files (`.pth`, `.pt`) since version 1.6: a zip archive with a pickled dictionary and the bytes of its tensors.
public enum PyTorchFile {
    public static func isRecognised(_ data: Data) -> Bool { ZipArchive.isRecognised(data) }

    /// The tensors of a state dictionary, also of one that lies in a training checkpoint under `state_dict`, `model_state_dict` or
    /// `model`, and the names of what is no tensor.
    ///
    /// - Throws: `InterchangeError` that begins with a verb, to be put behind the name of the file.
    static func tensors(in data: Data) throws -> (tensors: ParameterSet, others: [String]) {
        let archive = try ZipArchive(data)
        guard let pickle = archive.names.first(where: { $0.hasSuffix("/data.pkl") }) else {
            throw InterchangeError(
                archive.names.contains { $0.contains("/code/") }
                    ? "is a TorchScript program; \(PickleReader.advice)" : "holds no data.pkl, so PyTorch did not save it")
        }
        let folder = String(pickle.dropLast("data.pkl".count))
        if let order = try? archive.contents(of: folder + "byteorder", limit: 100), order != Data("little".utf8) {
            throw InterchangeError("was saved on a big-endian machine; save it again on another")
        }
        var reader = try PickleReader(try archive.contents(of: pickle, limit: PickleReader.longest))
        let entries = try stateDictionary(try reader.read(), reader)
        var storages = StorageReader(archive: archive, folder: folder, limit: 8 * data.count)
        var tensors = ParameterSet()
        var others: [String] = []
        for (key, value) in entries {
            guard case .text(let name) = key else { continue }
            if case .tensor(let place) = value {
                tensors[name] = try storages.tensor(reader.tensors[place], named: name)
            } else {
                others.append(name)
            }
        }
        return (tensors, others)
    }

    private typealias Entries = [(key: PickleValue, value: PickleValue)]

    private static func stateDictionary(_ root: PickleValue, _ reader: PickleReader) throws -> Entries {
        guard case .dictionary(let place) = root else {
            throw InterchangeError("holds no dictionary of tensors; \(PickleReader.advice)")
        }
        let entries = reader.dictionaries[place]
        for name in ["state_dict", "model_state_dict", "model"] {
            for case (.text(name), .dictionary(let inner)) in entries { return reader.dictionaries[inner] }
        }
        return entries
    }
}

/// Turns views of storages into plain tensors.
private struct StorageReader {
    let archive: ZipArchive
    let folder: String
    /// Numbers that may still be read or come out: a file can name one storage many times, but not so that it takes any memory or time.
    var limit: Int
    /// The storage that was read last; tensors that share one mostly follow each other.
    private var last: (key: String, numbers: [Float]) = ("", [])

    init(archive: ZipArchive, folder: String, limit: Int) {
        self.archive = archive
        self.folder = folder
        self.limit = limit
    }

    mutating func tensor(_ view: PickledTensor, named name: String) throws -> Tensor {
        let damaged = InterchangeError("holds \(name.prefix(80)) in a shape that its numbers do not fill; save it again")
        let key = folder + "data/" + view.storage.key
        let type = view.storage.type
        guard let size = archive.size(of: key), size / type.byteCount >= view.storage.count else { throw damaged }
        guard let count = elementCount(view.shape), count <= limit else { throw damaged }
        guard count > 0 else { return Tensor(shape: view.shape, values: []) }
        guard view.offset < view.storage.count else { throw damaged }
        var reached = view.offset
        for (side, stride) in zip(view.shape, view.strides) {
            let (reach, overflow) = (side - 1).multipliedReportingOverflow(by: stride)
            guard stride >= 0, !overflow, reach < view.storage.count else { throw damaged }
            reached += reach
        }
        guard reached < view.storage.count else { throw damaged }
        limit -= count
        if last.key != key {
            limit -= size / type.byteCount
            guard limit >= 0 else { throw damaged }
            last = (key, try archive.contents(of: key).withUnsafeBytes { type.floats(from: $0) })
        }
        return Tensor(shape: view.shape, values: gather(last.numbers, view, count))
    }

    private func elementCount(_ shape: [Int]) -> Int? {
        var count = 1
        for side in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: side)
            guard side >= 0, !overflow else { return nil }
            count = product
        }
        return count
    }

    private func gather(_ numbers: [Float], _ view: PickledTensor, _ count: Int) -> [Float] {
        if isContiguous(view) { return Array(numbers[view.offset..<view.offset + count]) }
        var index = [Int](repeating: 0, count: view.shape.count)
        return (0..<count).map { _ in
            let value = numbers[view.offset + zip(index, view.strides).reduce(0) { $0 + $1.0 * $1.1 }]
            for axis in index.indices.reversed() {
                index[axis] += 1
                if index[axis] < view.shape[axis] { break }
                index[axis] = 0
            }
            return value
        }
    }

    private func isContiguous(_ view: PickledTensor) -> Bool {
        var expected = 1
        for (side, stride) in zip(view.shape, view.strides).reversed() where side != 1 {
            if stride != expected { return false }
            expected *= side
        }
        return true
    }
}
