extension DashboardState {
    /// Draws the pictures of Pairs dot by dot, or as glyphs again; the terminal is asked once whether it can.
    mutating func togglePixels() -> [Effect] {
        switch pixelAnswer {
        case nil: return [.askForPixels]
        case .refused(let reason)?: say(reason)
        case .supported(let support)?:
            pairView.showsPixels.toggle()
            say(pairView.showsPixels ? "pictures by \(support.graphics.title); k for glyphs" : "pictures as glyphs")
        }
        return []
    }

    /// Hands over what the terminal said to `Effect.askForPixels`.
    public mutating func provide(_ answer: PixelAnswer) {
        pixelAnswer = answer
        pairView.showsPixels = false
        _ = togglePixels()
    }

    /// What pictures are drawn with; `nil` for glyphs. Dialogs lie over the cells, which pictures of dots would hide.
    var pixels: PixelSupport? {
        guard screen == .pairs, pairView.showsPixels, case .supported(let support)? = pixelAnswer else { return nil }
        switch overlay {
        case .help, .quit: return nil
        case .entry, nil: return support
        }
    }
}
