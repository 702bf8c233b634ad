import Networks
import Runs
import Training

/// What the chosen layer makes of both images of the current pair.
struct LayerActivations {
    let pair: PairDescription?
    let answer: Result<PairActivations, NetworkAnswerFailure>?
    let hasCheckpoint: Bool

    func draw(in canvas: inout Canvas, rect: Rect) {
        guard rect.rows >= 3, rect.columns >= 16 else { return }
        switch answer {
        case .success(let activations)?: draw(activations, in: &canvas, rect: rect)
        case .failure(let failure)?:
            canvas.text(failure.reason, in: rect, row: rect.rows / 2, canvas.theme.bad, align: .center)
        case nil:
            let text =
                pair == nil
                ? "this run has no test pairs" : hasCheckpoint ? "asking the network" : "this needs a checkpoint; w saves one"
            canvas.text(text, in: rect, row: rect.rows / 2, canvas.theme.faint, align: .center)
        }
    }

    private func draw(_ activations: PairActivations, in canvas: inout Canvas, rect: Rect) {
        let (left, right) = rect.splitLeft((rect.columns - 2) / 2, gap: 2)
        let mosaics = ActivationMosaic.ofPair(activations)
        let sides = [
            ("left", pair?.left.className, mosaics.left, left, canvas.theme.genuine),
            ("right", pair?.right.className, mosaics.right, right, canvas.theme.impostor),
        ]
        for (side, name, mosaic, place, style) in sides {
            let (line, room) = place.splitTop(1)
            let shown = mosaic.draw(in: &canvas, rect: room)
            let number = shown < mosaic.count ? " \(shown) of \(mosaic.count) " : " \(mosaic.count) "
            let used = canvas.spans(
                [Span(side, style), Span(number, canvas.theme.faint)], in: line)
            let rest = line.splitLeft(used).rest
            canvas.text((name ?? "").fittedKeepingEnd(to: rest.columns), in: rest, canvas.theme.faint)
        }
    }
}
