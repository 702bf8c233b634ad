import Foundation
import MetricLearning
import Networks
import Runs

extension TrainedModel {
    /// The rows of a gallery of right images that are nearest to a left image's embedding, nearest first, each measured as in training.
    func nearest(
        to query: ArraySlice<Float>, in gallery: Matrix, count: Int
    ) throws -> [NearestNeighbours.Neighbour] {
        guard let fixedDistance else {
            // A learned similarity has to be asked for every one.
            let all = try distances(from: query, to: gallery).enumerated().map {
                NearestNeighbours.Neighbour(row: $0.offset, distance: $0.element)
            }
            return Array(all.filter { !$0.distance.isNaN }.sorted().prefix(count))
        }
        return NearestNeighbours(gallery: gallery, distance: fixedDistance)
            .nearest(to: query, count: count, threads: Processors.usable)
    }
}
