/// A value that is written into JSON as `null` where it is missing, so that a script finds the same names in every answer.
@propertyWrapper struct Nullable<Value: Encodable>: Encodable {
    private var value: Value?

    var wrappedValue: Value? {
        get { value }
        set { value = newValue }
    }

    init(wrappedValue: Value?) {
        value = wrappedValue
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let value { try container.encode(value) } else { try container.encodeNil() }
    }
}
