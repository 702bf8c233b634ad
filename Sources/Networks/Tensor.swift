/// Plain numbers with a shape, row-major: parameters and gradients as they travel between rooms and to disk.
public struct Tensor: Hashable, Sendable {
    public let shape: [Int]
    public var values: [Float]

    /// - Precondition: `values.count` is the product of `shape`.
    public init(shape: [Int], values: [Float]) {
        precondition(values.count == shape.reduce(1, *), "a tensor's values must fill its shape")
        self.shape = shape
        self.values = values
    }

    public init(shape: [Int], repeating value: Float = 0) {
        self.shape = shape
        self.values = Array(repeating: value, count: shape.reduce(1, *))
    }
}

/// Named tensors in a fixed order: the parameters of a network, their gradients, or an optimizer's state.
public struct ParameterSet: Sendable, Equatable {
    public private(set) var names: [String] = []
    private var tensors: [String: Tensor] = [:]

    public init() {}

    /// Reading a missing name gives `nil`; writing a new name appends it; writing `nil` removes it.
    public subscript(name: String) -> Tensor? {
        get { tensors[name] }
        set {
            if tensors[name] == nil, newValue != nil { names.append(name) }
            if newValue == nil { names.removeAll { $0 == name } }
            tensors[name] = newValue
        }
    }

    public var count: Int { names.count }
}

extension ParameterSet: Sequence {
    public func makeIterator() -> some IteratorProtocol<(name: String, tensor: Tensor)> {
        names.lazy.compactMap { name in tensors[name].map { (name: name, tensor: $0) } }.makeIterator()
    }
}
