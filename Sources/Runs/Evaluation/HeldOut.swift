import Datasets
import Foundation
import Networks
import Training

/// Finds what a run kept back in its data set as it is now.
struct HeldOut {
    let manifest: RunManifest
    /// Its folder.
    let run: String
    /// Where its data set is now, if it has moved.
    let path: String?
    /// What a person can do who does not have the data set as it was; by default, judge by what is there.
    let alternative: String?
    let threads: Int

    private var part: ClassSplit.Part { manifest.split.test.isEmpty ? .validation : .test }

    private var name: String {
        let things = manifest.split.heldOutImages == nil ? "classes" : "images"
        return part == .validation
            ? "the run's validation \(things) (also used for model selection, since the run held out none for testing)"
            : "the run's test \(things)"
    }

    // MARK: Classes

    /// Test classes, or the test images of all classes.
    func classes() throws -> EvaluationImages {
        let now = try RunDataset(of: manifest, run: run, at: path)
        guard let record = manifest.data, let changes = now.changes else { return try classesByNumber(now) }
        let catalog = now.dataset.catalog
        let recorded = record.classes(of: part)
        let places = Dictionary(catalog.items.indices.map { (Name(catalog, $0), $0) }) { first, _ in first }
        let found = recorded.map { entry in
            entry.files.compactMap { file in
                places[Name(className: entry.name, file: file.name)].map { (place: $0, file: file.name, content: file.content) }
            }
        }
        let all = found.flatMap(\.self)
        let contents = catalog.contents(of: all.map(\.place), threads: threads)
        // What cannot be read now is left out and named when it is embedded.
        let changed = zip(all, contents).filter { image, content in content.map { $0 != image.content } ?? false }
        try checkThatNothingWasTrainedOn(changed.map { ($0.file, $1) }, record, now)
        let empty = zip(recorded, found).filter { $1.isEmpty }.map(\.0.name)
        guard changed.isEmpty, empty.isEmpty else {
            let otherImages = DatasetChanges.others(changed.map(\.0.file))
            throw noLonger(now, [changes.text, otherImages].filter { !$0.isEmpty }.joined(separator: ", "))
        }
        return EvaluationImages(
            name: name, catalog: catalog.selecting(images: found.map { $0.map(\.place) }), knowsClasses: true, areOwn: true,
            remarks: remarks(changes, lost: recorded.map(\.images.count).reduce(0, +) - all.count))
    }

    private func remarks(_ changes: DatasetChanges, lost: Int) -> [String] {
        guard !changes.isEmpty else { return [] }
        let judged =
            lost == 0
            ? "what was held out is as it was, and nothing else is judged"
            : "\(lost) of the images that were held out \(lost == 1 ? "is" : "are") not judged"
        return ["the data set has changed since the run was trained: \(changes.text); \(judged)"]
    }

    /// - Parameter changed: images that were held out, and what lies under their names now.
    private func checkThatNothingWasTrainedOn(
        _ changed: [(file: String, content: ImageContent?)], _ record: DatasetRecord, _ now: RunDataset
    ) throws {
        var owners: [ContentHash: String] = [:]
        for entry in record.training {
            for hash in entry.hashes { owners[hash] = entry.name }
        }
        let trained = changed.compactMap { image in image.content.flatMap { owners[$0.hash] }.map { (image.file, $0) } }
        guard let first = trained.first else { return }
        throw noLonger(
            now,
            "\(trained.count == 1 ? "an image that was held out is now one" : "\(trained.count) images that were held out are now ones") that it was trained on: "
                + "\(first.0) is an image of the class \"\(first.1)\"")
    }

    private func noLonger(_ now: RunDataset, _ what: String) -> RunError {
        let judging =
            "judge by all images that are there now with `twinscope evaluate \(ShellWord.quoted(run)) --on "
            + "\(ShellWord.quoted(now.path))`"
        return RunError(
            "\(now.path) no longer holds what \(run) kept back for testing: \(Sentence.quoting(what, longest: 500)); give the data set as it was with "
                + "`--dataset DIR`, or \(alternative ?? judging)", longest: 1000)
    }

    /// Of a run that kept no names: the split has numbers of classes alone. Its test pairs name some of the classes and images.
    private func classesByNumber(_ now: RunDataset) throws -> EvaluationImages {
        let summary = manifest.description.dataset
        var catalog = now.dataset.catalog
        // The split counts the classes that had readable images.
        if catalog.items.count != summary.images { catalog = catalog.removingBroken(threads: threads) }
        let split = manifest.split
        guard catalog.classes.count == summary.classes, catalog.items.count == summary.images, split.fits(catalog) else {
            throw noLonger(
                now,
                "it has \(catalog.classes.count) classes with \(catalog.items.count) images, not \(summary.classes) with \(summary.images)"
            )
        }
        let kept = catalog.selecting(images: split.images(of: part, in: catalog))
        let names = Set(kept.items.indices.map { Name(kept, $0) })
        let sides = manifest.description.testPairs.flatMap { [$0.left, $0.right] }
        if part == .test,
            let stranger = sides.first(where: { !names.contains(Name(className: $0.className, file: $0.file)) })
        {
            throw noLonger(now, "\(stranger.file) of the class \"\(stranger.className)\" is not among them")
        }
        return EvaluationImages(
            name: name, catalog: kept, knowsClasses: true, areOwn: true,
            remarks: [
                "the run was made by an earlier twinscope, which kept no names: that these are the classes which it kept back cannot be checked"
            ])
    }

    // MARK: Pairs

    /// Listed pairs that were kept back.
    func pairs() throws -> EvaluationImages {
        let listed = manifest.description.testPairs
        guard !listed.isEmpty else {
            throw RunError(
                "\(run) kept no pairs for testing; give others with `twinscope evaluate \(ShellWord.quoted(run)) --pairs FILE`")
        }
        let place = try RunDataset.find(manifest, at: path)
        let root = RunImages.root(of: place)
        let sides = Set(listed.flatMap { [$0.left, $0.right] })
        let classes = Dictionary(grouping: sides, by: \.className).sorted { $0.key < $1.key }
        let catalog = ImageCatalog(
            root: root, classes: classes.map { .init(name: $0, files: Set($1.map(\.file)).sorted()) })
        try checkPairs(catalog, at: place)
        let places = Dictionary(catalog.items.enumerated().map { ($1.file, $0) }) { first, _ in first }
        return EvaluationImages(
            name: "the run's test pairs", catalog: catalog,
            pairs: listed.map {
                ImagePair(left: places[$0.left.file, default: 0], right: places[$0.right.file, default: 0], same: $0.same)
            }, knowsClasses: false, areOwn: true,
            remarks: manifest.data == nil
                ? [
                    "the run was made by an earlier twinscope, which did not keep what its images are: that they are the same cannot be checked"
                ]
                : [])
    }

    private func checkPairs(_ catalog: ImageCatalog, at place: String) throws {
        guard let record = manifest.data else { return }
        let known = Dictionary(record.entries(of: [.test]).map { ($0.file, $0.content) }) { first, _ in first }
        let contents = catalog.contents(of: Array(catalog.items.indices), threads: threads)
        var missing: [String] = []
        var changed: [String] = []
        for (item, content) in zip(catalog.items, contents) {
            guard let content else {
                missing.append(item.file)
                continue
            }
            if let was = known[item.file], was != content { changed.append(item.file) }
        }
        guard !changed.isEmpty || missing.count == catalog.items.count else { return }
        throw RunError(
            "\(place) no longer holds the pairs that \(run) kept back for testing: "
                + [DatasetChanges.missing(missing), DatasetChanges.others(changed)].filter { !$0.isEmpty }.joined(separator: ", ")
                + "; give the data set as it was with `--dataset DIR`, or "
                + (alternative
                    ?? "judge by the pairs that it lists now with `twinscope evaluate \(ShellWord.quoted(run)) --pairs \(ShellWord.quoted(place))`"),
            longest: 1000)
    }
}
