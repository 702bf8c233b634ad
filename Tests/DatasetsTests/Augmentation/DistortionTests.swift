import Networks
import Testing

@testable import Datasets

struct DistortionTests {
    private func apply(_ distortion: Distortion, _ pixels: [UInt8], _ width: Int, _ height: Int) -> [Float] {
        let shape = TensorShape.image(channels: pixels.count / (width * height), height: height, width: width)
        var values = [Float](repeating: -1, count: pixels.count)
        var generator = SeededGenerator(seed: 1)
        pixels.withUnsafeBufferPointer { planes in
            values.withUnsafeMutableBufferPointer { distortion.apply(planes, shape, into: $0, noise: &generator) }
        }
        return values
    }

    private func view(_ quarterTurns: Int, _ isMirrored: Bool, _ pixels: [UInt8], _ side: Int) -> [Int] {
        apply(Distortion(view: DihedralView(quarterTurns: quarterTurns, isMirrored: isMirrored)), pixels, side, side)
            .map { Int($0.rounded()) }
    }

    @Test func viewsAreQuarterTurnsAndMirrors() {
        let image: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
        #expect(view(0, false, image, 3) == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(view(1, false, image, 3) == [7, 4, 1, 8, 5, 2, 9, 6, 3], "clockwise")
        #expect(view(2, false, image, 3) == [9, 8, 7, 6, 5, 4, 3, 2, 1])
        #expect(view(3, false, image, 3) == [3, 6, 9, 2, 5, 8, 1, 4, 7])
        #expect(view(0, true, image, 3) == [3, 2, 1, 6, 5, 4, 9, 8, 7])
        #expect(view(1, true, image, 3) == [9, 6, 3, 8, 5, 2, 7, 4, 1], "the mirror first")
    }

    @Test func theEightViewsDiffer() {
        let image = (0..<16).map { UInt8($0) }
        let views = (0..<8).map { index in view(index % 4, index >= 4, image, 4) }
        #expect(Set(views).count == 8)
    }

    /// Planes are turned at test time by another way than in training: both must show the network the same.
    @Test(arguments: ViewClasses.rotationsAndMirrors.all) func planesAreTurnedAsInTraining(view: DihedralView) {
        let pixels = (0..<2 * 25).map { UInt8($0 * 5) }
        let upright = pixels.map(Float.init)
        var seen = upright
        TestTimeView(view).write(upright, count: 1, shape: .image(channels: 2, height: 5, width: 5), into: &seen)
        #expect(seen == apply(Distortion(view: view), pixels, 5, 5))
    }

    @Test func mirrorsNeedNoSquare() {
        #expect(ViewClasses.mirrors.all == [.upright, DihedralView(quarterTurns: 0, isMirrored: true)])
        #expect(seen(TestTimeView(ViewClasses.mirrors.all[1])) == [3, 2, 1, 6, 5, 4])
    }

    /// What becomes of 1 2 3 over 4 5 6.
    private func seen(_ view: TestTimeView) -> [Float] {
        var seen: [Float] = Array(repeating: 0, count: 6)
        view.write([1, 2, 3, 4, 5, 6], count: 1, shape: .image(channels: 1, height: 2, width: 3), into: &seen)
        return seen
    }

    @Test func aViewIsMovedByWholePixelsAndItsEdgeRepeated() {
        #expect(seen(TestTimeView(.upright, rows: 1)) == [1, 2, 3, 1, 2, 3])
        #expect(seen(TestTimeView(.upright, rows: -1)) == [4, 5, 6, 4, 5, 6])
        #expect(seen(TestTimeView(.upright, columns: 2)) == [1, 1, 1, 4, 4, 4])
        #expect(seen(TestTimeView(.upright, columns: -1)) == [2, 3, 3, 5, 6, 6])
        let mirrored = DihedralView(quarterTurns: 0, isMirrored: true)
        #expect(seen(TestTimeView(mirrored, columns: 1)) == [3, 3, 2, 6, 6, 5], "mirrored first, then moved")
    }

    @Test(arguments: ViewClasses.allCases) func viewsOfAChoiceDifferAndBeginUpright(views: ViewClasses) {
        #expect(views.all.first == .upright && Set(views.all).count == views.count)
    }

    private func draw(_ change: (inout Augmentation) -> Void, width: Int = 9, height: Int = 9, seed: UInt64 = 1) -> Distortion {
        var augmentation = Augmentation()
        change(&augmentation)
        var generator = SeededGenerator(seed: seed)
        return Distortion(
            augmentation, view: .upright, shape: .image(channels: 1, height: height, width: width), using: &generator)
    }

    @Test func nothingAskedForNothingChanged() {
        let pixels = (0..<81).map { UInt8($0 * 3) }
        #expect(apply(draw { _ in }, pixels, 9, 9) == pixels.map(Float.init))
    }

    @Test func translationMovesByTheShareOfTheSide() {
        for seed in 1...10 as ClosedRange<UInt64> {
            let distortion = draw({ $0.translation = 0.25 }, seed: seed)
            // 2 units are the whole side.
            #expect(abs(distortion.sampling.x) <= 0.5 && abs(distortion.sampling.y) <= 0.5)
            #expect(distortion.sampling.x != 0 && distortion.sampling.xx == 1)
        }
    }

    @Test func aTurnIsATurnOfTheImageNotOfTheStretchedOne() {
        let map = draw({ $0.rotation = 40 }, width: 20, height: 10).sampling.inPixels(width: 20, height: 10)
        #expect(abs(map.xx - map.yy) < 1e-12 && abs(map.xy + map.yx) < 1e-12)
        #expect(abs(map.xx * map.xx + map.xy * map.xy - 1) < 1e-12)
        // The middle stays where it is.
        #expect(abs(map.xx * 9.5 + map.xy * 4.5 + map.x - 9.5) < 1e-9)
    }

    @Test func cropsStayInside() {
        for seed in 1...50 as ClosedRange<UInt64> {
            let map = draw({ $0.crop = 0.5 }, seed: seed).sampling
            #expect((0.5...1).contains(map.xx) && map.xx == map.yy)
            #expect(abs(map.x) + map.xx <= 1 + 1e-12 && abs(map.y) + map.yy <= 1 + 1e-12)
        }
    }

    @Test func halfOfTheFlipsFlip() {
        let flipped = (0..<400).count { draw({ $0.horizontalFlip = true }, seed: UInt64($0)).sampling.xx == -1 }
        #expect((150...250).contains(flipped))
    }

    @Test func scaleShearAndLightStayInTheirRanges() {
        for seed in 1...50 as ClosedRange<UInt64> {
            #expect((0.8...1.2).contains(1 / draw({ $0.scale = 0.2 }, seed: seed).sampling.xx))
            #expect(abs(draw({ $0.shear = 0.3 }, seed: seed).sampling.xy) <= 0.3)
            #expect(abs(draw({ $0.brightness = 0.2 }, seed: seed).brightness) <= 51)
            #expect((0.7...1.3).contains(draw({ $0.contrast = 0.3 }, seed: seed).contrast))
        }
    }

    /// What is done to the class comes first: the same as both one after the other, for all eight views of eight.
    @Test func aChangeOfTheClassComesBeforeThatOfTheImage() {
        let image = (0..<16).map { UInt8($0 * 9) }
        for (first, second) in (0..<64).map({ ($0 / 8, $0 % 8) }) {
            let change = Distortion(view: DihedralView(quarterTurns: first & 3, isMirrored: first >= 4))
            let distortion = Distortion(view: DihedralView(quarterTurns: second & 3, isMirrored: second >= 4))
            let changed = apply(change, image, 4, 4).map { UInt8($0.rounded()) }
            #expect(apply(distortion.after(change), image, 4, 4) == apply(distortion, changed, 4, 4))
        }
        var lighter = Distortion(view: .upright)
        (lighter.contrast, lighter.brightness) = (0.5, 10)
        var flatter = Distortion(view: .upright)
        (flatter.contrast, flatter.brightness) = (0.5, -4)
        let values = apply(lighter, [0, 100, 200, 100], 2, 2).map { UInt8($0.rounded()) }
        #expect(apply(flatter.after(lighter), [0, 100, 200, 100], 2, 2) == apply(flatter, values, 2, 2))
    }

    /// Displacements are worked out row by row where an image's own are, and place by place where its class's are.
    @Test func aClassIsDisplacedLikeAnImage() {
        let pixels = (0..<2 * 63).map { UInt8($0 * 37 % 256) }
        for seed in 1...5 as ClosedRange<UInt64> {
            let distortion = draw({ ($0.elastic, $0.rotation) = (0.05, 20) }, width: 9, height: 7, seed: seed)
            let ofImage = apply(distortion, pixels, 9, 7)
            let ofClass = apply(Distortion(view: .upright).after(distortion), pixels, 9, 7)
            #expect(zip(ofImage, ofClass).allSatisfy { abs($0 - $1) < 0.05 } && ofImage != pixels.map(Float.init))
        }
    }

    @Test func contrastTurnsAboutTheMeanAndBrightnessShifts() {
        var distortion = Distortion(view: .upright)
        distortion.contrast = 0.5
        distortion.brightness = 10
        #expect(apply(distortion, [0, 100, 200, 100], 2, 2) == [60, 110, 160, 110])
        distortion.contrast = 4
        #expect(apply(distortion, [0, 100, 200, 100], 2, 2) == [0, 110, 255, 110], "no value leaves 0 to 255")
    }

    @Test func noiseHasItsDeviation() {
        var distortion = Distortion(view: .upright)
        distortion.noise = 10
        let values = apply(distortion, [UInt8](repeating: 128, count: 4_096), 64, 64).map { $0 - 128 }
        let mean = values.reduce(0, +) / 4_096
        let deviation = (values.reduce(0) { $0 + $1 * $1 } / 4_096).squareRoot()
        #expect(abs(mean) < 1 && abs(deviation - 10) < 0.6)
    }

    @Test func elasticDisplacementsAreSmoothAndOfTheirSize() {
        // An image whose values are its columns shows by how much each pixel was displaced.
        let side = 32
        let ramp = (0..<side * side).map { UInt8($0 % side * 8) }
        var sum: Float = 0
        var count: Float = 0
        for seed in 1...40 as ClosedRange<UInt64> {
            let values = apply(draw({ $0.elastic = 0.04 }, width: side, height: side, seed: seed), ramp, side, side)
            for y in 8..<24 {
                for x in 8..<24 {
                    let shift = values[y * side + x] / 8 - Float(x)
                    sum += shift * shift
                    count += 1
                    let next = values[y * side + x + 1] / 8 - Float(x + 1)
                    #expect(abs(next - shift) < 1)
                }
            }
        }
        let deviation = (sum / count).squareRoot() / Float(side)
        #expect((0.025...0.055).contains(deviation), "\(deviation)")
    }

    @Test func theSplinesWeightsSumToOne() {
        for place in stride(from: -0.2 as Float, through: 1.2, by: 0.05) {
            let (first, weights) = DisplacementField.weights(at: place)
            #expect(abs(weights.sum() - 1) < 1e-5 && weights.min() >= 0)
            #expect((0...DisplacementField.side - 4).contains(first))
        }
    }
}
