import Twinscope

let training = TrainingRun(
    dataset: "images", network: Preset.conv4.spec(input: .image(channels: 1, height: 16, width: 16)), into: "runs/first",
    options: TrainingOptions(learningRate: 2e-3, batchPairs: 8, duration: .steps(20), threads: 2))
let model = try training.run { event in
    if case .evaluation(let figures) = event { print(figures.step, figures.accuracy) }
}
let embedding = try model.embed(contentsOf: "images/class10/0.pgm")
let verdict = try model.compare(embedding, model.embed(contentsOf: "images/class11/0.pgm"))
print(embedding.count, verdict.same, verdict.distance)
