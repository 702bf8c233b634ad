import Datasets
import Networks
import Training

/// Test-time views as nodes: all views of a batch of images go through one network as a batch `views.count` times as large.
extension ONNXGraph {
    /// Images `[batch, C, H, W]` -> `[views * batch, C, H, W]`, view by view.
    mutating func addViews(_ views: TestTimeViews, of images: String) -> String {
        let turned = views.views.map { view in
            let steps = view.steps
            var value = images
            for (reverses, axis) in [(steps.reversesRows, 2), (steps.reversesColumns, 3)] where reverses {
                value = addReversal(of: value, axis: axis, named: "view\(view.rawValue).reversed\(axis)")
            }
            guard steps.transposes else { return value }
            return add("Transpose", [value], named: "view\(view.rawValue).transposed", [("perm", .ints([0, 1, 3, 2]))])
        }
        return add("Concat", turned, named: "views", [("axis", .int(0))])
    }

    private mutating func addReversal(of value: String, axis: Int, named name: String) -> String {
        // From the last one backwards, past the first.
        let (start, end) = (constant(name + ".start", [-1]), constant(name + ".end", [Int.min]))
        let (axes, step) = (constant(name + ".axis", [axis]), constant(name + ".step", [-1]))
        return add("Slice", [value, start, end, axes, step], named: name)
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
        let apart = constant("views.apart", [views.views.count, -1, features])
        value = add("Reshape", [value, apart], named: "views.view_by_view")
        value = add("Transpose", [value], named: "views.image_by_image", [("perm", .ints([1, 0, 2]))])
        return add("Reshape", [value, constant("views.together", [-1, views.views.count * features])], named: "views.joined")
    }
}
