/// What all plans of one engine share.
final class PlanResources {
    let context: Context
    let store: ParameterStore
    let options: EngineOptions
    /// Factor on the probability of every dropout layer; read in every training pass.
    var dropoutFactor: Float = 1

    init(_ options: EngineOptions) throws {
        context = try Context(threads: options.threads)
        store = ParameterStore(context)
        self.options = options
    }
}
