import Datasets
import Testing

struct PairSplitTests {
    private let pairs = (0..<50).map { ImagePair(left: $0, right: 100 + $0, same: $0 % 5 < 2) }

    @Test func bothKindsAreCutAlike() throws {
        let split = try PairSplit(pairs, validation: 0.2, test: 0.1, seed: 1)
        #expect(split.training.count == 35 && split.validation.count == 10 && split.test.count == 5)
        for part in [split.training, split.validation, split.test] { #expect(part.count { $0.same } * 5 == part.count * 2) }
        #expect(Set(split.training + split.validation + split.test) == Set(pairs))
    }

    @Test func oneKindAloneIsRefused() {
        #expect(throws: DatasetError.self) { try PairSplit(pairs.filter(\.same), seed: 1) }
    }
}
