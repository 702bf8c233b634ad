import Foundation
import Testing

@testable import Training

@Suite struct LayerStatisticsTests {
    @Test func histogramCountsEveryFiniteValueOnce() {
        let histogram = ValueHistogram([-1, -0.99, 0, 0.5, 1, .nan, .infinity])
        #expect(histogram.minimum == -1 && histogram.maximum == 1)
        #expect(histogram.counts.count == ValueHistogram.binCount)
        #expect(histogram.counts.reduce(0, +) == 5)
        #expect(histogram.counts.first == 2)
        #expect(histogram.counts[16] == 1)
        #expect(histogram.counts.last == 1)
    }

    @Test(arguments: [[], [3, 3, 3], [.nan], [-Float.greatestFiniteMagnitude, .greatestFiniteMagnitude]] as [[Float]])
    func histogramOfOddValuesIsWhole(_ values: [Float]) {
        let histogram = ValueHistogram(values)
        #expect(histogram.counts.reduce(0, +) == values.count(where: \.isFinite))
        #expect(histogram.minimum.isFinite && histogram.maximum.isFinite)
    }

    @Test func filtersComeBackWithinHalfAStep() throws {
        let weights: [Float] = (0..<24).map { Float($0) * 0.25 - 3 }
        let pictures = try #require(FilterPictures(layer: "conv1", shape: [2, 3, 2, 2], weights: weights))
        let halfStep: Float = 3.0 / 127 / 2 + 1e-6
        for place in 0..<6 {
            let read = pictures.weights(filter: place / 3, channel: place % 3)
            let written = weights[(4 * place)..<(4 * place + 4)]
            #expect(read.count == 4)
            #expect(zip(read, written).allSatisfy { abs($0 - $1) <= halfStep })
        }
        #expect(pictures.weights(filter: 2, channel: 0).isEmpty)
        #expect(FilterPictures(layer: "conv1", shape: [2, 3, 2, 3], weights: weights) == nil)
    }

    @Test func isTheSameAfterJSON() throws {
        let figures = LayerFigures(
            name: "conv1", weightNorm: 1, gradientNorm: 2, updateRatio: nil, deadFraction: 0.25, weights: ValueHistogram([1, 2]),
            gradients: ValueHistogram([0]))
        let event = Event.layers(
            LayerStatistics(
                step: 7, elapsed: 1.5, layers: [figures],
                filters: FilterPictures(layer: "conv1", shape: [1, 1, 1, 2], weights: [1, -1])))
        let json = try JSONEncoder().encode(event)
        #expect(try JSONDecoder().decode(Event.self, from: json) == event)
        #expect(String(decoding: json, as: UTF8.self).contains("\"bytes\":\"f4E=\""))
    }

    @Test func aDamagedPictureIsEmpty() throws {
        var pictures = try #require(FilterPictures(layer: "conv1", shape: [1, 1, 1, 2], weights: [1, -1]))
        pictures.height = .max
        #expect(pictures.weights(filter: 0, channel: 0).isEmpty)
    }
}
