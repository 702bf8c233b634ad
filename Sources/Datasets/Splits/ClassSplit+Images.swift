import Networks

extension ClassSplit {
    /// What a split makes of a data set.
    public enum Part: Sendable, CaseIterable {
        case training
        case validation
        case test
    }

    /// The classes of a part, ascending.
    public func classes(of part: Part) -> [Int] {
        switch part {
        case .training: training
        case .validation: validation
        case .test: test
        }
    }

    /// The images of a part, class by class, as places in the catalogue's items.
    public func images(of part: Part, in catalog: ImageCatalog) -> [[Int]] {
        guard let heldOutImages else { return classes(of: part).map { Array(catalog.classes[$0].items) } }
        switch part {
        case .training:
            let heldOut = Set(heldOutImages.validation).union(heldOutImages.test)
            return training.map { catalog.classes[$0].items.filter { !heldOut.contains($0) } }
        case .validation: return catalog.byClass(heldOutImages.validation)
        case .test: return catalog.byClass(heldOutImages.test)
        }
    }

    /// What to tell a person about classes that had too few images for every part, as a sentence.
    public var remark: String? {
        if let folders { return folders.remark(validationClasses: validation.count, isByClass: heldOutImages == nil) }
        let undivided = training.count - max(validation.count, test.count)
        guard heldOutImages != nil, undivided > 0 else { return nil }
        let (have, are) = undivided == 1 ? ("class has", "is") : ("classes have", "are")
        return "\(undivided) \(have) too few images to be divided and \(are) for training alone"
    }

    /// Whether all that it names is there.
    public func fits(_ catalog: ImageCatalog) -> Bool {
        (training + validation + test).allSatisfy(catalog.classes.indices.contains)
            && ((heldOutImages?.validation ?? []) + (heldOutImages?.test ?? [])).allSatisfy(catalog.items.indices.contains)
    }

    /// A genuine pair takes two images.
    private static let leastImages = 2

    /// Divides the images of every class that has two for each part; the other classes are for training.
    init(imagesOf catalog: ImageCatalog, validation: Double, test: Double, seed: UInt64, copies: ImageCopies = .none) throws {
        let parts = SplitCut.partCount(validation: validation, test: test)
        let least = Self.leastImages * parts
        // Of images with the same bytes one is drawn, and the others go with it.
        let originals = catalog.classes.map { info in info.items.filter { copies.original(of: $0, in: catalog) == $0 } }
        let divided = catalog.classes.indices.filter { originals[$0].count >= least }
        guard divided.count > 1 else {
            throw DatasetError(
                "a split by pair divides the images of each class into \(parts) parts of at least \(Self.leastImages), but "
                    + "\(divided.isEmpty ? "no class has" : "only one class has") \(least) images")
        }
        let generator = SeededGenerator(seed: seed).derived("image split")
        var heldOut: [[Int]] = [[], []]
        for index in divided {
            let items = originals[index]
            let cut = try SplitCut(
                count: items.count, least: Self.leastImages, of: "images", validation: validation, test: test)
            var generator = generator.derived("class", index)
            let parts = cut.parts(of: items.shuffled(using: &generator))
            for part in 0...1 {
                let chosen = Set(parts[part + 1])
                heldOut[part] += catalog.classes[index].items.filter { chosen.contains(copies.original(of: $0, in: catalog)) }
            }
        }
        self.init(
            training: Array(catalog.classes.indices), validation: heldOut[0].isEmpty ? [] : divided,
            test: heldOut[1].isEmpty ? [] : divided, heldOutImages: HeldOutImages(validation: heldOut[0], test: heldOut[1]))
    }
}

extension ImageCatalog {
    /// Places of items, ascending, by their classes.
    fileprivate func byClass(_ places: [Int]) -> [[Int]] {
        var images: [[Int]] = []
        for place in places {
            if let last = images.last?.last, items[last].classIndex == items[place].classIndex {
                images[images.count - 1].append(place)
            } else {
                images.append([place])
            }
        }
        return images
    }
}
