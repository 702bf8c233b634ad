import Networks

extension ClassSplit {
    /// The split that a data set's folders are: every image is in the part of its folder. Where classes are in one part each it is a split
    /// by class, otherwise the images of classes are divided. Where no folder is for validation, some of training is taken for it: whole
    /// classes in the first case, images of each class in the second. Where none is for testing, nothing is.
    ///
    /// - Parameter validation: the share of training that is taken where no folder is for validation, 0 to 1.
    /// - Throws: `DatasetError` where a part cannot make genuine and impostor pairs.
    public init(foldersOf catalog: ImageCatalog, _ folders: SplitFolders, validation share: Double, seed: UInt64) throws {
        do {
            try self.init(cuttingFoldersOf: catalog, folders, validation: share, seed: seed)
        } catch let error as DatasetError {
            let advice = SplitAdvice(validation: share, test: 0.15).text(instead: nil, for: catalog)
            throw DatasetError("\(error); to split all images again, \(advice)")
        }
    }

    private init(
        cuttingFoldersOf catalog: ImageCatalog, _ folders: SplitFolders, validation share: Double, seed: UInt64
    ) throws {
        var places: [Part: [Int]] = [:]
        for (place, item) in catalog.items.enumerated() {
            places[folders.part(ofFile: item.location.file) ?? .training, default: []].append(place)
        }
        func classes(_ places: [Int]?) -> Set<Int> { Set((places ?? []).map { catalog.items[$0].classIndex }) }
        let (training, test) = (classes(places[.training]), classes(places[.test]))
        var validation = classes(places[.validation])
        let isByClass =
            training.isDisjoint(with: test) && training.isDisjoint(with: validation) && test.isDisjoint(with: validation)
        var kept = training
        if !folders.has(.validation), share > 0 {
            let taken = try Self.validation(
                from: places[.training] ?? [], of: catalog, share: share, byClass: isByClass, seed: seed)
            places[.validation] = taken
            validation = classes(taken)
            if isByClass { kept.subtract(validation) }
        }
        self.init(
            training: Array(kept), validation: Array(validation), test: Array(test),
            heldOutImages: isByClass
                ? nil
                : HeldOutImages(validation: (places[.validation] ?? []).sorted(), test: (places[.test] ?? []).sorted()),
            folders: FolderNames(folders))
        for part in Part.allCases where part == .training || !self.classes(of: part).isEmpty {
            try checkPairs(of: part, in: catalog, folders)
        }
    }

    private func checkPairs(of part: Part, in catalog: ImageCatalog, _ folders: SplitFolders) throws {
        let images = images(of: part, in: catalog).filter { !$0.isEmpty }
        let name = folders.has(part) ? folders.folders(of: part).joined(separator: ", ") : "\(part)"
        guard images.count > 1 else {
            throw DatasetError(
                "the part \(name) of \(catalog.root) has images of \(images.count) \(Sentence.noun("class", "classes", count: images.count)), but impostor pairs need two"
            )
        }
        guard images.contains(where: { $0.count > 1 }) else {
            throw DatasetError(
                "the part \(name) of \(catalog.root) has one image of each class, but a genuine pair needs two")
        }
    }

    /// Images of training classes that are kept out for validation.
    private static func validation(
        from training: [Int], of catalog: ImageCatalog, share: Double, byClass: Bool, seed: UInt64
    ) throws -> [Int] {
        let images = Dictionary(grouping: training) { catalog.items[$0].classIndex }.sorted { $0.key < $1.key }.map(\.value)
        let generator = SeededGenerator(seed: seed).derived("folder split")
        if byClass {
            var generator = generator
            let cut = try SplitCut(count: images.count, least: 2, of: "training classes", validation: share, test: 0)
            return cut.parts(of: images.shuffled(using: &generator))[1].flatMap { $0 }
        }
        // A genuine pair takes two images, in training and in validation.
        let divided = images.filter { $0.count >= 4 }
        guard divided.count > 1 else {
            throw DatasetError(
                "\(catalog.root) has no folder for validation, and fewer than two classes have 4 images for training to take some from; add a folder val"
            )
        }
        return try divided.flatMap { places in
            let cut = try SplitCut(count: places.count, least: 2, of: "images", validation: share, test: 0)
            var generator = generator.derived("class", places[0])
            return cut.parts(of: places.shuffled(using: &generator))[1]
        }
    }

    /// The folders of a split, by name.
    public struct FolderNames: Codable, Sendable, Equatable {
        public let training: [String]
        /// None where some of training was taken.
        public let validation: [String]
        public let test: [String]

        /// All of them, as words.
        public var names: String {
            let all = training + validation + test
            return all.count > 1 ? all.dropLast().joined(separator: ", ") + " and " + all[all.count - 1] : all.joined()
        }

        /// What to tell a person about parts for which there is no folder.
        func remark(validationClasses: Int, isByClass: Bool) -> String {
            var text = "The folders \(names) are the split"
            if validation.isEmpty, validationClasses > 0 {
                text +=
                    "; none is for validation, so \(isByClass ? "\(validationClasses) classes" : "images of \(validationClasses) classes") of \(training.joined(separator: ", ")) are held out of training for validation"
            }
            if test.isEmpty { text += "; none is for testing, so figures are those of validation" }
            return text
        }

        init(_ folders: SplitFolders) {
            training = folders.folders(of: .training)
            validation = folders.folders(of: .validation)
            test = folders.folders(of: .test)
        }
    }
}
