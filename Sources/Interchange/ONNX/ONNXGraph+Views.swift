import Datasets
import Networks
import Training

/// Test-time views as nodes: all views of a batch of images go through one network as a batch `views.count` times as large.
extension ONNXGraph {
    /// Images `[batch, C, H, W]` -> `[views * batch, C, H, W]`, view by view.
    mutating func addViews(_ views: TestTimeViews, of images: String, _ shape: TensorShape) -> String {
        let seen = views.all(of: shape).enumerated().map { place, view in
            add(view, of: images, shape, named: "view\(place)")
        }
        return add("Concat", seen, named: "views", [("axis", .int(0))])
    }

    private mutating func add(_ view: TestTimeView, of images: String, _ shape: TensorShape, named name: String) -> String {
        let steps = view.view.steps
        var value = images
        for (reverses, axis) in [(steps.reversesRows, 2), (steps.reversesColumns, 3)] where reverses {
            // From the last one backwards, past the first.
            value = addSlice(of: value, named: "\(name).reversed\(axis)", from: [-1], to: [Int.min], axes: [axis], steps: [-1])
        }
        if steps.transposes { value = add("Transpose", [value], named: name + ".transposed", [("perm", .ints([0, 1, 3, 2]))]) }
        guard view.rows != 0 || view.columns != 0 else { return value }
        // Widened by its edge on the side that it moves away from, and cut to size at the other.
        let before = [max(view.rows, 0), max(view.columns, 0)]
        let after = [max(-view.rows, 0), max(-view.columns, 0)]
        let pads = constant(name + ".pads", [0, 0] + before + [0, 0] + after)
        value = add("Pad", [value, pads], named: name + ".widened", [("mode", .string("edge"))])
        return addSlice(
            of: value, named: name + ".moved", from: after, to: [after[0] + shape.height, after[1] + shape.width], axes: [2, 3],
            steps: [1, 1])
    }

    private mutating func addSlice(
        of value: String, named name: String, from start: [Int], to end: [Int], axes: [Int], steps: [Int]
    ) -> String {
        let inputs = [("start", start), ("end", end), ("axes", axes), ("steps", steps)].map { constant("\(name).\($0)", $1) }
        return add("Slice", [value] + inputs, named: name)
    }

    /// Embeddings `[views * batch, features]` -> `[batch, views * features]`, arranged and scaled as `TestTimeViews` has it.
    mutating func addJoining(_ views: TestTimeViews, of embeddings: String, features: Int) -> String {
        var value = embeddings
        if views.distance == .correlation {
            let mean = add("ReduceMean", [value], named: "views.mean", [("axes", .ints([1])), ("keepdims", .int(1))])
            value = add("Sub", [value, mean], named: "views.centred")
        }
        if views.distance == .correlation || views.distance == .cosine {
            let length = add("ReduceL2", [value], named: "views.length", [("axes", .ints([1])), ("keepdims", .int(1))])
            let least = constant("views.least", Tensor(shape: [1], values: [.leastNormalMagnitude]))
            value = add("Div", [value, add("Max", [length, least], named: "views.divisor")], named: "views.unit")
        }
        value = add("Mul", [value, constant("views.scale", Tensor(shape: [1], values: [views.scale]))], named: "views.scaled")
        let apart = constant("views.apart", [views.count, -1, features])
        value = add("Reshape", [value, apart], named: "views.view_by_view")
        value = add("Transpose", [value], named: "views.image_by_image", [("perm", .ints([1, 0, 2]))])
        return add("Reshape", [value, constant("views.together", [-1, views.count * features])], named: "views.joined")
    }
}
