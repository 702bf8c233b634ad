import Networks

/// A node of the graph, with what is computed together with it in one pass.
struct Stage {
    let node: NetworkGraph.Node
    /// In inference, a batch normalisation that becomes part of the weights before it.
    var batchNorm: NetworkGraph.Node?
    var activation: Activation?
    /// The value it makes.
    var output: Int
    /// The nodes it covers.
    var names: [String]

    var inputs: [Int] { node.inputs }
    var name: String { node.name }
    /// Of the last node it covers: its activation, where it has one.
    var lastName: String { names.last ?? name }

    /// Joins nodes that one primitive computes, where nothing else reads the values between them.
    static func stages(of graph: NetworkGraph, foldsBatchNorm: Bool) -> [Stage] {
        var readers = Array(repeating: 0, count: graph.nodes.count + 1)
        for input in graph.nodes.flatMap(\.inputs) { readers[input] += 1 }
        var stages: [Stage] = []
        for (index, node) in graph.nodes.enumerated() {
            if var last = stages.last, last.output == index, node.inputs == [index], readers[index] == 1,
                last.join(node, foldsBatchNorm: foldsBatchNorm)
            {
                last.output = index + 1
                last.names.append(node.name)
                stages[stages.count - 1] = last
            } else {
                stages.append(Stage(node: node, output: index + 1, names: [node.name]))
            }
        }
        return stages
    }

    private mutating func join(_ next: NetworkGraph.Node, foldsBatchNorm: Bool) -> Bool {
        guard activation == nil else { return false }
        switch (node.operation, next.operation) {
        case (.convolution, .batchNorm), (.linear, .batchNorm):
            guard foldsBatchNorm, batchNorm == nil else { return false }
            batchNorm = next
            return true
        case (.convolution, .activation(let function)), (.linear, .activation(let function)),
            (.add, .activation(let function)):
            activation = function
            return true
        case (.batchNorm, .activation(.relu)):
            activation = .relu
            return true
        default:
            return false
        }
    }
}

/// How a plan uses a layer.
enum Purpose {
    case training
    case inference
}

/// A layer that can plan its passes. One is made for every stage; what the backward pass needs of the forward pass it keeps.
protocol PlannedLayer: AnyObject {
    func planForward(_ plan: PlanBuilder) throws
    func planBackward(_ plan: PlanBuilder) throws
}

extension Stage {
    /// The one place that turns an operation into the code that runs it.
    func layer() -> any PlannedLayer {
        switch node.operation {
        case .convolution(let convolution): ConvolutionLayer(self, convolution)
        case .linear(let linear): LinearLayer(self, linear)
        case .batchNorm(let batchNorm): BatchNormLayer(self, batchNorm)
        case .activation(let activation): ActivationLayer(self, activation)
        case .maxPool(let pooling): PoolingLayer(self, pooling, .max)
        case .averagePool(let pooling): AveragePoolingLayer(self, pooling)
        case .adaptiveAveragePool(let pooling): AdaptivePoolingLayer(self, pooling)
        case .reflectionPad(let pad): ReflectionPadLayer(self, pad)
        case .flatten: FlattenLayer(self)
        case .dropout(let dropout): DropoutLayer(self, dropout)
        case .l2Normalize(let normalize): L2NormalizeLayer(self, normalize)
        case .softmax: SoftmaxLayer(self)
        case .add: AddLayer(self)
        }
    }
}
