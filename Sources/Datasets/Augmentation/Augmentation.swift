/// How images are changed on their way into a batch, as data. Every number is the most of a uniform draw; zero leaves it out.
public struct Augmentation: Codable, Sendable, Equatable {
    /// Degrees to either side.
    public var rotation = 0.0
    /// 0.2 for sizes from 0.8 to 1.2.
    public var scale = 0.0
    /// 0.3 for x' = x + s y with s from -0.3 to 0.3.
    public var shear = 0.0
    /// Share of the side, in either direction.
    public var translation = 0.0
    /// Mirrors left and right half of the time. Only where a mirror image is still the same class.
    public var horizontalFlip = false
    /// 0.2 for windows whose side is from 0.8 to 1 of the image's, anywhere in it, brought to full size.
    public var crop = 0.0
    /// Added to values 0 to 1.
    public var brightness = 0.0
    /// 0.3 for differences from the mean multiplied by 0.7 to 1.3.
    public var contrast = 0.0
    /// Deviation of the noise on each value, 0 to 1; this one is no extreme.
    public var noise = 0.0
    /// Deviation of random displacements as a share of the side, smooth over a coarse grid (Ronneberger et al. 2015,
    /// arXiv:1505.04597, section 3.1).
    public var elastic = 0.0

    public init() {}

    public static let none = Augmentation()

    /// The same, stronger or weaker, as far as images survive it; what is done or not done, mirroring, stays as it is.
    public func scaled(by strength: Double) -> Augmentation {
        var scaled = self
        for (_, path, most) in Self.limits { scaled[keyPath: path] = min(most, self[keyPath: path] * max(0, strength)) }
        return scaled
    }

    private static var limits: [(String, WritableKeyPath<Augmentation, Double>, Double)] {
        [
            ("rotation", \.rotation, 180), ("scale", \.scale, 0.9), ("shear", \.shear, 2), ("translation", \.translation, 0.9),
            ("crop", \.crop, 0.9), ("brightness", \.brightness, 1), ("contrast", \.contrast, 1), ("noise", \.noise, 1),
            ("elastic", \.elastic, 0.5),
        ]
    }

    /// - Throws: `DatasetError` for a number that no image survives.
    public func validate() throws {
        for (name, path, most) in Self.limits where !(0...most).contains(self[keyPath: path]) {
            throw DatasetError("the augmentation's \(name) is \(self[keyPath: path]), but must lie in 0 to \(most)")
        }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case rotation, scale, shear, translation, horizontalFlip, crop, brightness, contrast, noise, elastic
    }

    /// Missing fields are left out of the augmentation; unknown ones are an error, since they would silently do nothing.
    public init(from decoder: any Decoder) throws {
        let known = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) throws -> Double { try known.decodeIfPresent(Double.self, forKey: key) ?? 0 }
        for key in try decoder.container(keyedBy: AnyKey.self).allKeys where CodingKeys(stringValue: key.stringValue) == nil {
            let names = CodingKeys.allCases.map(\.stringValue).joined(separator: ", ")
            throw DatasetError("the augmentation has no \"\(key.stringValue)\"; there are \(names)")
        }
        rotation = try number(.rotation)
        scale = try number(.scale)
        shear = try number(.shear)
        translation = try number(.translation)
        horizontalFlip = try known.decodeIfPresent(Bool.self, forKey: .horizontalFlip) ?? false
        crop = try number(.crop)
        brightness = try number(.brightness)
        contrast = try number(.contrast)
        noise = try number(.noise)
        elastic = try number(.elastic)
        try validate()
    }
}

/// A key of any name.
private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) { nil }
}
