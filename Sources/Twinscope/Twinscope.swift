// The few types that another program needs to use networks that were trained here, and to train its own.
//
//     let model = try TrainedModel(opening: "runs/faces")
//     let verdict = try model.compare(model.embed(contentsOf: "a.png"), model.embed(contentsOf: "b.png"))

import Datasets
import MetricLearning
import Networks
import Runs
import Training

/// A run, opened for use: embeds images and compares them.
public typealias TrainedModel = Runs.TrainedModel
/// What a network says about two images.
public typealias Verdict = Runs.Verdict
/// Embeddings, one a row.
public typealias Matrix = MetricLearning.Matrix
/// An image in memory, and what reads it from a file.
public typealias DecodedImage = Datasets.DecodedImage
public typealias ImageDecoder = Datasets.ImageDecoder
/// A folder of images.
public typealias ImageCatalog = Datasets.ImageCatalog
/// A network as data, and the ones that can be asked for by name.
public typealias NetworkSpec = Networks.NetworkSpec
public typealias Layer = Networks.Layer
public typealias Preset = Networks.Preset
public typealias TensorShape = Networks.TensorShape
/// How to train, and what happens meanwhile.
public typealias TrainingOptions = Training.TrainingOptions
public typealias Event = Training.Event
