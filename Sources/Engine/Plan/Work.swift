import COneDNN

/// One thing that a pass does: a primitive with its arguments, or a routine of our own. Made once, run every step.
enum Work {
    case primitive(Primitive, [dnnl_exec_arg_t])
    case routine((_ step: Int) -> Void)

    func run(on device: Device, step: Int) throws {
        switch self {
        case .primitive(let primitive, let arguments): try device.execute(primitive, arguments)
        case .routine(let body): body(step)
        }
    }
}

/// Names for oneDNN's argument numbers.
enum Argument {
    static let source = DNNL_ARG_SRC
    static let otherSource = DNNL_ARG_SRC_1
    static let destination = DNNL_ARG_DST
    static let weights = DNNL_ARG_WEIGHTS
    static let bias = DNNL_ARG_BIAS
    static let mean = DNNL_ARG_MEAN
    static let variance = DNNL_ARG_VARIANCE
    static let scale = DNNL_ARG_SCALE
    static let shift = DNNL_ARG_SHIFT
    static let workspace = DNNL_ARG_WORKSPACE
    static let scratchpad = DNNL_ARG_SCRATCHPAD
    static let sourceGradient = DNNL_ARG_DIFF_SRC
    static let destinationGradient = DNNL_ARG_DIFF_DST
    static let weightsGradient = DNNL_ARG_DIFF_WEIGHTS
    static let biasGradient = DNNL_ARG_DIFF_BIAS
    static let scaleGradient = DNNL_ARG_DIFF_SCALE
    static let shiftGradient = DNNL_ARG_DIFF_SHIFT
    /// Reorders call their two sides by older names.
    static let from = DNNL_ARG_FROM
    static let to = DNNL_ARG_TO
}
