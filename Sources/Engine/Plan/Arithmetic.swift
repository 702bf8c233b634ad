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

extension Precision {
    /// A rule, not a measurement, so that the same network on the same processor is always computed alike. Where the processor
    /// multiplies bfloat16 itself, that is about twice as fast as direct float32 in nearly every layer, and it halves what activations,
    /// pooling and normalisation have to move (the exception is `ConvolutionLayer.weightsGradient`); elsewhere Winograd is the fastest
    /// for the windows it fits.
    func arithmetic(of operation: Networks.Operation) -> Arithmetic {
        switch self {
        case .f32: .direct
        case .bf16: .bfloat16
        case .auto where onednn_multiplies_bfloat16(): .bfloat16
        case .auto: operation.fitsWinograd ? .winograd : .direct
        }
    }
}

extension Networks.Operation {
    fileprivate var fitsWinograd: Bool {
        guard case .convolution(let convolution) = self else { return false }
        return convolution.kernel == 3 && convolution.stride == 1 && convolution.dilation == 1 && convolution.groups == 1
    }
}
