import Networks

extension Extent {
    /// One number where both sides are the same.
    fileprivate var short: String { height == width ? "\(height)" : description }
}

extension Networks.Operation {
    /// The operation with its most telling sizes: `convolution 64 3x3`.
    var brief: String {
        switch self {
        case .convolution(let layer): "convolution \(layer.channels) \(layer.kernel)"
        default: detail
        }
    }

    /// The operation with its sizes: `convolution 64 3x3 padding 1`.
    var detail: String {
        switch self {
        case .convolution(let layer):
            var words = [brief]
            if layer.stride != 1 { words.append("stride \(layer.stride.short)") }
            if layer.padding != 0 { words.append("padding \(layer.padding.short)") }
            if layer.dilation != 1 { words.append("dilation \(layer.dilation.short)") }
            if layer.groups != 1 { words.append("groups \(layer.groups)") }
            return words.joined(separator: " ")
        case .linear(let layer): return "linear \(layer.features)"
        case .maxPool(let pooling), .averagePool(let pooling):
            return "\(typeName) \(pooling.kernel)" + (pooling.stride == pooling.kernel ? "" : " stride \(pooling.stride.short)")
        case .adaptiveAveragePool(let pooling): return "average-pool to \(pooling.size)"
        case .dropout(let dropout): return "dropout \(NumberText.setting(Double(dropout.probability)))"
        case .reflectionPad(let pad): return "reflection-pad \(pad.padding)"
        default: return typeName
        }
    }
}
