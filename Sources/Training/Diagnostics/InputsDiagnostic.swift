import Datasets

/// All training images are the same at the network's input size: nothing can be learned from them, whatever else is done.
struct InputsDiagnostic {
    let finding: Finding?

    /// - Parameter dataset: where the images are.
    init(_ variety: InputVariety, shape: String, dataset: String) {
        guard variety.isNone else {
            finding = nil
            return
        }
        finding = Finding(
            kind: .alike,
            evidence: variety.deviation == 0
                ? "all \(variety.images) training images that were compared are the same, pixel by pixel, at \(shape)"
                : "at \(shape) the \(variety.images) training images that were compared differ by "
                    + "\(variety.deviation.short) of 255 grey levels",
            figures: [
                RunVerdict.Figure("images compared", Double(variety.images)),
                RunVerdict.Figure("grey levels between images", Double(variety.deviation)),
            ],
            remedy: RunVerdict.Remedy(.changeImages, task: "Stop, and look at the images", [.survey], dataset: dataset))
    }
}
