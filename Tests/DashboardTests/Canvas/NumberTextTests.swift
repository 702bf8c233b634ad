import Testing

@testable import Dashboard

/// Numbers that come from files, which may be damaged.
@Suite struct NumberTextTests {
    @Test(arguments: [Double.infinity, -.infinity, .nan, 1e300, -1e300])
    func noNumberIsTooLarge(number: Double) {
        for text in [
            NumberText.rate(number), NumberText.time(number), NumberText.compact(number),
            NumberText.tick(number, spacing: number),
        ] {
            #expect(!text.isEmpty)
        }
    }

    @Test func ratesHaveAsManyDigitsAsTheyNeed() {
        #expect(NumberText.rate(12.345) == "12.3")
        #expect(NumberText.rate(12_345.6) == "12,346")
        #expect(NumberText.rate(.infinity) == "-")
    }
}
