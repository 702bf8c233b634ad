import COneDNN
import Networks

/// How one layer multiplies.
enum Arithmetic {
    case direct
    /// Fewer multiplications for 3x3 windows that move by one (Lavin, Gray 2016), at the cost of some digits.
    case winograd
    case bfloat16

    var type: ElementType { self == .bfloat16 ? .bfloat16 : .float32 }

    var kind: onednn_convolution_kind { self == .winograd ? .winograd : .direct }
}

extension PlanBuilder {
    /// Where the processor multiplies bfloat16 itself, `auto` takes that: it is about twice as fast as direct float32 in nearly every
    /// layer, and it halves what activations, pooling and normalization have to move (the exception is
    /// `ConvolutionLayer.weightsGradient`). Elsewhere the faster way is measured, for windows that Winograd's transforms fit.
    func arithmetic(of node: NetworkGraph.Node) -> Arithmetic {
        if let forced = options.forcedArithmetic { return forced }
        switch options.precision {
        case .f32: return .direct
        case .bf16: return .bfloat16
        case .auto where ComputeLibrary.multipliesBFloat16: return .bfloat16
        case .auto:
            guard case .convolution(let convolution) = node.operation, convolution.fitsWinograd else { return .direct }
            let trial = ConvolutionTrial(
                convolution: convolution, input: node.inputShape, images: images, purpose: purpose,
                needsSourceGradient: needsGradient(node.inputs[0]), threads: options.threads)
            return ConvolutionChoices.shared.choice(for: trial.shape, measure: trial.measure) == .winograd ? .winograd : .direct
        }
    }
}

extension Convolution {
    var fitsWinograd: Bool { kernel == 3 && stride == 1 && dilation == 1 && groups == 1 }
}

extension EngineOptions {
    /// - Throws: `EngineError` where the processor and oneDNN do not compute in the precision that is asked for.
    func requireItsPrecision() throws {
        guard precision == .bf16, !ComputeLibrary.computesBFloat16 else { return }
        throw EngineError(
            "this processor cannot multiply bfloat16 (oneDNN \(ComputeLibrary.version) uses \(ComputeLibrary.instructionSet) here); give `--precision auto` or `--precision f32`"
        )
    }
}
