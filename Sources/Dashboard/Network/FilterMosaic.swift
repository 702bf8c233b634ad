import Training

/// The filters of the first convolution side by side, enlarged by a whole factor: grey where they see one channel, in colours where
/// they see three. Middle grey is zero.
struct FilterMosaic {
    let filters: FilterPictures

    func draw(in canvas: inout Canvas, rect: Rect) {
        let (room, line) = rect.splitTop(rect.rows - 1)
        guard room.rows >= 2, let plan = plan(width: room.columns, height: 2 * room.rows), let picture = picture(plan) else {
            return
        }
        let place = room.splitLeft(picture.width).left.splitTop((picture.height + 1) / 2).top
        PictureDrawing.draw(picture, in: &canvas, rect: place)
        let shown = min(filters.count, plan.across * plan.down)
        canvas.text(
            shown == filters.count ? "\(shown) filters" : "\(shown) of \(filters.count) filters", in: line, canvas.theme.strong)
    }

    private struct Plan {
        let across: Int
        let down: Int
        let factor: Int
    }

    /// As large as all filters allow; where not even the smallest size fits all, as many as fit.
    private func plan(width: Int, height: Int) -> Plan? {
        guard filters.count > 0, (1...64).contains(filters.width), (1...64).contains(filters.height) else { return nil }
        func grid(_ factor: Int) -> Plan {
            Plan(
                across: min(filters.count, (width + 1) / (filters.width * factor + 1)),
                down: (height + 1) / (filters.height * factor + 1),
                factor: factor)
        }
        let factor = (1...16).last { grid($0).across * grid($0).down >= filters.count } ?? 1
        let plan = grid(factor)
        guard plan.across > 0, plan.down > 0 else { return nil }
        return Plan(across: plan.across, down: min(plan.down, (filters.count + plan.across - 1) / plan.across), factor: factor)
    }

    private func picture(_ plan: Plan) -> Picture? {
        let channels = filters.channels == 3 ? 3 : 1
        let (cellWidth, cellHeight) = (filters.width * plan.factor + 1, filters.height * plan.factor + 1)
        let (width, height) = (plan.across * cellWidth - 1, plan.down * cellHeight - 1)
        var pixels = Array(repeating: UInt8(0), count: width * height * channels)
        for filter in 0..<min(filters.count, plan.across * plan.down) {
            let (left, top) = (filter % plan.across * cellWidth, filter / plan.across * cellHeight)
            for channel in 0..<channels {
                let weights = filters.weights(filter: filter, channel: channel)
                guard !weights.isEmpty, filters.scale > 0 else { continue }
                for y in 0..<cellHeight - 1 {
                    for x in 0..<cellWidth - 1 {
                        let weight = weights[y / plan.factor * filters.width + x / plan.factor]
                        let level = 128 + 127 * max(-1, min(1, weight / filters.scale))
                        pixels[((top + y) * width + left + x) * channels + channel] = UInt8(level)
                    }
                }
            }
        }
        return Picture(width: width, height: height, channels: channels, pixels: pixels)
    }
}
