import Networks

/// What a pickle can hold here. Containers are places in the reader's lists, so that no value holds another: a file cannot nest them so
/// deep that they could not be freed, nor in a circle.
enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int)
    case float(Double)
    case text(String)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    /// A name of a module and of something in it, which is never looked up.
    case global(String)
    case storage(Int)
    case tensor(Int)
}

/// Numbers in the archive, as a pickle refers to them.
struct PickledStorage {
    let key: String
    let type: NumberFormat
    let count: Int
}

/// A view of a storage: PyTorch's `_rebuild_tensor_v2(storage, offset, size, stride, ...)`.
struct PickledTensor {
    let storage: PickledStorage
    let offset: Int
    let shape: [Int]
    let strides: [Int]
}
