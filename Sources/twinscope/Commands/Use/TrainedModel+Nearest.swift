import Foundation
import MetricLearning
import Networks
import Runs

extension TrainedModel {
    /// The rows of a gallery that are nearest to an embedding, nearest first, each measured as in training.
    func nearest(
        to query: ArraySlice<Float>, in gallery: Matrix, count: Int
    ) throws -> [NearestNeighbours.Neighbour] {
        guard case .distance = manifest.description.network.head else {
            // A learned similarity has to be asked for every one.
            let all = try (0..<gallery.rows).map { row in
                NearestNeighbours.Neighbour(row: row, distance: try distance(query, gallery.row(row)))
            }
            return Array(all.sorted().prefix(count))
        }
        return NearestNeighbours(gallery: gallery, distance: manifest.description.distance)
            .nearest(to: query, count: count, threads: ProcessInfo.processInfo.activeProcessorCount)
    }
}
