import COneDNN
import Foundation
import Networks

/// The numbers of a network: trainable ones in the arena, running statistics beside it.
final class ParameterStore {
    let arena: ParameterArena
    private let device: Device
    private let graph: NetworkGraph
    private var slots: [String: ParameterArena.Slot] = [:]
    private var statistics: [String: Memory] = [:]

    init(_ graph: NetworkGraph, on device: Device) throws {
        self.graph = graph
        self.device = device
        arena = try ParameterArena(for: graph.parameters.filter(\.isTrainable), on: device)
        for info in graph.parameters where !info.isTrainable {
            statistics[info.name] = try Memory(.plain(info.shape), on: device)
        }
    }

    /// Gives a trainable parameter its place, in the layout that the training primitive wants.
    ///
    /// - Parameter plainDimensions: the plain shape as the primitive counts dimensions, where it differs from the parameter's own.
    func place(_ info: ParameterInfo, layout: Layout, plainDimensions: [Int]? = nil) throws -> ParameterArena.Slot {
        let slot = try arena.add(info, layout: layout, plainLayout: .plain(plainDimensions ?? info.shape))
        slots[info.name] = slot
        return slot
    }

    func slot(_ name: String) throws -> ParameterArena.Slot {
        guard let slot = slots[name] else { throw EngineError("\(name) has no place in the arena") }
        return slot
    }

    func statistic(_ name: String) throws -> Memory {
        guard let memory = statistics[name] else { throw EngineError("\(name) is not a running statistic") }
        return memory
    }

    // MARK: To and from plain numbers

    func export() throws -> ParameterSet {
        var set = ParameterSet()
        for info in graph.parameters {
            set[info.name] =
                info.isTrainable ? try tensor(slot(info.name), \.weights) : tensor(try statistic(info.name), shape: info.shape)
        }
        return set
    }

    func exportTrainable(_ part: KeyPath<ParameterArena.Slot, Memory>) throws -> ParameterSet {
        var set = ParameterSet()
        for info in graph.parameters where info.isTrainable {
            set[info.name] = try tensor(slot(info.name), part)
        }
        return set
    }

    /// Takes over all numbers, or none where one is missing or has another shape.
    func load(_ parameters: ParameterSet) throws {
        for info in graph.parameters { _ = try checked(parameters[info.name], info) }
        for info in graph.parameters {
            let tensor = try checked(parameters[info.name], info)
            if info.isTrainable {
                try fill(slot(info.name), \.weights, with: tensor)
            } else {
                fill(try statistic(info.name), with: tensor)
            }
        }
    }

    func loadTrainable(_ part: KeyPath<ParameterArena.Slot, Memory>, _ parameters: ParameterSet) throws {
        for info in graph.parameters where info.isTrainable { _ = try checked(parameters[info.name], info) }
        for info in graph.parameters where info.isTrainable {
            try fill(slot(info.name), part, with: checked(parameters[info.name], info))
        }
    }

    private func checked(_ tensor: Tensor?, _ info: ParameterInfo) throws -> Tensor {
        guard let tensor else { throw EngineError("\(info.name) is missing from the parameters") }
        guard tensor.shape == info.shape else {
            throw EngineError("\(info.name) is \(tensor.shape), but this network has it as \(info.shape)")
        }
        return tensor
    }

    private func tensor(_ slot: ParameterArena.Slot, _ part: KeyPath<ParameterArena.Slot, Memory>) throws -> Tensor {
        let plain = try Memory(slot.plainLayout, on: device)
        try device.reorder(slot[keyPath: part], to: plain)
        return tensor(plain, shape: slot.info.shape)
    }

    private func tensor(_ plain: Memory, shape: [Int]) -> Tensor {
        Tensor(shape: shape, values: Array(plain.floats.prefix(shape.reduce(1, *))))
    }

    private func fill(_ slot: ParameterArena.Slot, _ part: KeyPath<ParameterArena.Slot, Memory>, with tensor: Tensor) throws {
        let plain = try Memory(slot.plainLayout, on: device)
        fill(plain, with: tensor)
        try device.reorder(plain, to: slot[keyPath: part])
    }

    private func fill(_ plain: Memory, with tensor: Tensor) {
        tensor.values.withUnsafeBufferPointer { values in
            _ = plain.floats.update(fromContentsOf: values)
        }
    }
}
