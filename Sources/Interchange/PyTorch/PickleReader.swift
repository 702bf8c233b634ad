import Foundation
import Networks

/// Reads what PyTorch pickles of a state dictionary. Nothing is ever executed: the few opcodes that such a file needs are understood,
/// the few functions that it names are known, and all else is refused. (Opcodes: CPython's Lib/pickletools.py, protocols 2 to 4.)
struct PickleReader {
    private var input: PickleInput
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]

    private(set) var sequences: [[PickleValue]] = []
    private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    private(set) var storages: [PickledStorage] = []
    private(set) var tensors: [PickledTensor] = []

    /// A network of a thousand layers needs less than a megabyte; each byte can ask for some sixty of memory.
    static let longest = 4 << 20
    /// Of a tensor, as in PyTorch itself.
    private static let mostDimensions = 64

    /// - Throws: `InterchangeError` that begins with a verb, to be put behind the name of the file.
    init(_ data: Data) throws {
        guard data.count <= Self.longest else {
            throw InterchangeError(
                "describes its tensors in more than \(Self.longest >> 20) MiB, which no state dictionary needs")
        }
        input = PickleInput([UInt8](data))
    }

    /// Runs to the end and returns what the file holds.
    mutating func read() throws -> PickleValue {
        while true {
            let code = try input.byte()
            guard let opcode = Opcode(rawValue: code) else {
                throw InterchangeError(
                    "holds more than a state dictionary (opcode \(String(code, radix: 16))); \(Self.advice)")
            }
            if opcode == .stop { return try pop() }
            try run(opcode)
        }
    }

    static let advice = "save the weights alone: torch.save(model.state_dict(), FILE)"

    private enum Opcode: UInt8 {
        case proto = 0x80
        case frame = 0x95
        case stop = 0x2E
        case mark = 0x28
        case emptyTuple = 0x29
        case tuple = 0x74
        case tuple1 = 0x85
        case tuple2 = 0x86
        case tuple3 = 0x87
        case emptyList = 0x5D
        case append = 0x61
        case appends = 0x65
        case emptyDictionary = 0x7D
        case setItem = 0x73
        case setItems = 0x75
        case none = 0x4E
        case newTrue = 0x88
        case newFalse = 0x89
        case integer = 0x4A
        case integer1 = 0x4B
        case integer2 = 0x4D
        case long1 = 0x8A
        case float = 0x47
        case text = 0x58
        case shortText = 0x8C
        case put = 0x71
        case longPut = 0x72
        case memoize = 0x94
        case get = 0x68
        case longGet = 0x6A
        case global = 0x63
        case stackGlobal = 0x93
        case persistentID = 0x51
        case reduce = 0x52
        case newObject = 0x81
        case build = 0x62
    }

    private mutating func run(_ opcode: Opcode) throws {
        switch opcode {
        case .proto: _ = try input.byte()
        case .frame: _ = try input.bytes(8)
        case .stop: break
        case .mark: marks.append(stack.count)
        case .emptyTuple: stack.append(tuple([]))
        case .tuple: stack.append(tuple(try popToMark()))
        case .tuple1: stack.append(tuple(try pop(1)))
        case .tuple2: stack.append(tuple(try pop(2)))
        case .tuple3: stack.append(tuple(try pop(3)))
        case .emptyList:
            sequences.append([])
            stack.append(.list(sequences.count - 1))
        case .append: try extendList(with: pop(1))
        case .appends: try extendList(with: popToMark())
        case .emptyDictionary: stack.append(newDictionary())
        case .setItem: try extendDictionary(with: pop(2))
        case .setItems: try extendDictionary(with: popToMark())
        case .none: stack.append(.none)
        case .newTrue: stack.append(.bool(true))
        case .newFalse: stack.append(.bool(false))
        case .integer: stack.append(.integer(try input.signed(4)))
        case .integer1: stack.append(.integer(try input.unsigned(1)))
        case .integer2: stack.append(.integer(try input.unsigned(2)))
        case .long1: stack.append(.integer(try input.signed(Int(input.byte()))))
        case .float: stack.append(.float(try input.double()))
        case .text: stack.append(.text(try input.text(input.unsigned(4))))
        case .shortText: stack.append(.text(try input.text(input.unsigned(1))))
        case .put: memo[try input.unsigned(1)] = try top()
        case .longPut: memo[try input.unsigned(4)] = try top()
        case .memoize: memo[memo.count] = try top()
        case .get: stack.append(try remembered(input.unsigned(1)))
        case .longGet: stack.append(try remembered(input.unsigned(4)))
        case .global: stack.append(.global(try input.line() + "." + input.line()))
        case .stackGlobal:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else { throw Self.damaged }
            stack.append(.global(module + "." + name))
        case .persistentID: stack.append(try storage(pop()))
        case .reduce, .newObject: try reduce()
        case .build: try build()
        }
    }

    // MARK: Functions that are known

    private mutating func reduce() throws {
        let arguments = try elements(of: pop())
        guard case .global(let name) = try pop() else { throw Self.damaged }
        switch (name, arguments.count) {
        case ("collections.OrderedDict", 0):
            stack.append(newDictionary())
        case ("torch._utils._rebuild_tensor_v2", 6...7):
            stack.append(try tensor(arguments))
        case ("torch._utils._rebuild_parameter", 3):
            guard case .tensor = arguments[0] else { throw Self.damaged }
            stack.append(arguments[0])
        default:
            throw InterchangeError("asks to run \"\(name.prefix(80))\", which is not done; \(Self.advice)")
        }
    }

    /// A state dictionary carries attributes (`_metadata`), which say nothing about the weights.
    private mutating func build() throws {
        _ = try pop()
        guard case .dictionary = try top() else {
            throw InterchangeError("holds an object that is no dictionary; \(Self.advice)")
        }
    }

    /// `("storage", torch.FloatStorage, key, location, count)`.
    private mutating func storage(_ identifier: PickleValue) throws -> PickleValue {
        let parts = try elements(of: identifier)
        guard parts.count == 5, case .text("storage") = parts[0], case .global(let kind) = parts[1],
            case .text(let key) = parts[2], case .integer(let count) = parts[4], count >= 0
        else { throw Self.damaged }
        guard let type = Self.storageTypes[kind] else {
            throw InterchangeError("holds numbers of the kind \"\(kind.prefix(80))\", which are not read; save them as float32")
        }
        storages.append(PickledStorage(key: key, type: type, count: count))
        return .storage(storages.count - 1)
    }

    private static let storageTypes: [String: NumberFormat] = [
        "torch.DoubleStorage": .float64, "torch.FloatStorage": .float32, "torch.HalfStorage": .float16,
        "torch.BFloat16Storage": .bfloat16, "torch.LongStorage": .int64, "torch.IntStorage": .int32,
        "torch.ShortStorage": .int16, "torch.CharStorage": .int8, "torch.ByteStorage": .uint8, "torch.BoolStorage": .bool,
    ]

    private mutating func tensor(_ arguments: [PickleValue]) throws -> PickleValue {
        guard case .storage(let storage) = arguments[0], case .integer(let offset) = arguments[1] else { throw Self.damaged }
        let shape = try integers(in: arguments[2])
        let strides = try integers(in: arguments[3])
        guard shape.count == strides.count, shape.count <= Self.mostDimensions, offset >= 0 else { throw Self.damaged }
        tensors.append(PickledTensor(storage: storages[storage], offset: offset, shape: shape, strides: strides))
        return .tensor(tensors.count - 1)
    }

    // MARK: The stack

    static let damaged = InterchangeError("is not a whole state dictionary; save it again")

    private func top() throws -> PickleValue {
        guard let value = stack.last else { throw Self.damaged }
        return value
    }

    private mutating func pop() throws -> PickleValue {
        guard let value = stack.popLast() else { throw Self.damaged }
        return value
    }

    private mutating func pop(_ count: Int) throws -> [PickleValue] {
        guard stack.count >= count else { throw Self.damaged }
        defer { stack.removeLast(count) }
        return stack.suffix(count)
    }

    private mutating func popToMark() throws -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else { throw Self.damaged }
        return try pop(stack.count - mark)
    }

    private func remembered(_ place: Int) throws -> PickleValue {
        guard let value = memo[place] else { throw Self.damaged }
        return value
    }

    // MARK: Containers

    private mutating func tuple(_ values: [PickleValue]) -> PickleValue {
        sequences.append(values)
        return .tuple(sequences.count - 1)
    }

    private mutating func newDictionary() -> PickleValue {
        dictionaries.append([])
        return .dictionary(dictionaries.count - 1)
    }

    private mutating func extendList(with values: [PickleValue]) throws {
        guard case .list(let list) = try top() else { throw Self.damaged }
        sequences[list] += values
    }

    private mutating func extendDictionary(with values: [PickleValue]) throws {
        guard case .dictionary(let dictionary) = try top(), values.count % 2 == 0 else { throw Self.damaged }
        for index in stride(from: 0, to: values.count, by: 2) {
            dictionaries[dictionary].append((values[index], values[index + 1]))
        }
    }

    private func elements(of value: PickleValue) throws -> [PickleValue] {
        guard case .tuple(let place) = value else { throw Self.damaged }
        return sequences[place]
    }

    private func integers(in value: PickleValue) throws -> [Int] {
        try elements(of: value).map { element in
            guard case .integer(let number) = element else { throw Self.damaged }
            return number
        }
    }
}
