import Networks
import TestSupport
import Testing

/// A whole preset against the slow engine; the others are held to PyTorch by the fixtures.
@Suite(.serialized) struct PresetAgreementTests {
    @Test func conv4() throws {
        // Narrow enough for the slow engine, and with eight values at least under every statistic of the last block.
        try Agreement(
            Preset.conv4.spec(input: .image(channels: 1, height: 16, width: 16), embedding: 8).narrowed(by: 8), pairs: 4
        ).check()
    }
}
