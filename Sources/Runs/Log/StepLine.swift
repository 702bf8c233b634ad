import Training

/// A step's line of `events.jsonl`, read without a general JSON decoder: a long run has a million of them.
///
/// Only what the encoder writes is understood; for anything else the answer is `nil`, and the general decoder is asked.
enum StepLine {
    private struct Field: Sendable {
        let key: StaticString
        var isOptional = false
        /// Puts the number in its place, or says that it has none there.
        let set: @Sendable (inout StepMetrics, DecimalNumber) -> Bool

        static func float(_ key: StaticString, _ set: @escaping @Sendable (inout StepMetrics, Float) -> Void) -> Field {
            Field(key: key) { metrics, number in
                guard let value = number.float else { return false }
                set(&metrics, value)
                return true
            }
        }

        static func double(_ key: StaticString, _ set: @escaping @Sendable (inout StepMetrics, Double) -> Void) -> Field {
            Field(key: key) { metrics, number in
                guard let value = number.double else { return false }
                set(&metrics, value)
                return true
            }
        }

        static func optionalFloat(
            _ key: StaticString, _ set: @escaping @Sendable (inout StepMetrics, Float) -> Void
        ) -> Field {
            var field = float(key, set)
            field.isOptional = true
            return field
        }

        static func integer(_ key: StaticString, _ set: @escaping @Sendable (inout StepMetrics, Int) -> Void) -> Field {
            Field(key: key) { metrics, number in
                guard let value = number.integer else { return false }
                set(&metrics, value)
                return true
            }
        }
    }

    /// In the order in which they are written.
    private static let fields: [Field] = [
        .float(#""activeFraction":"#) { $0.activeFraction = $1 },
        .integer(#""count":"#) { $0.count = $1 },
        .double(#""dataWait":"#) { $0.dataWait = $1 },
        .double(#""elapsed":"#) { $0.elapsed = $1 },
        .integer(#""epoch":"#) { $0.epoch = $1 },
        .float(#""genuineDistance":"#) { $0.genuineDistance = $1 },
        .optionalFloat(#""genuineFraction":"#) { $0.genuineFraction = $1 },
        .float(#""gradientNorm":"#) { $0.gradientNorm = $1 },
        .float(#""impostorDistance":"#) { $0.impostorDistance = $1 },
        .float(#""learningRate":"#) { $0.learningRate = $1 },
        .float(#""loss":"#) { $0.loss = $1 },
        .float(#""lossMaximum":"#) { $0.lossMaximum = $1 },
        .float(#""lossMinimum":"#) { $0.lossMinimum = $1 },
        .optionalFloat(#""margin":"#) { $0.margin = $1 },
        .double(#""pairsPerSecond":"#) { $0.pairsPerSecond = $1 },
        .integer(#""step":"#) { $0.step = $1 },
    ]

    /// A bit for the place of every field that must be there.
    private static let required: UInt64 = fields.enumerated().reduce(0) {
        $1.element.isOptional ? $0 : $0 | 1 << UInt64($1.offset)
    }

    static func metrics(in line: UnsafeRawBufferPointer) -> StepMetrics? {
        var cursor = ByteCursor(line)
        guard cursor.take(#"{"step":{"_0":{"#) else { return nil }
        var metrics = StepMetrics(
            step: 0, epoch: 0, elapsed: 0, loss: 0, learningRate: 0, margin: nil, gradientNorm: 0, genuineDistance: 0,
            impostorDistance: 0, activeFraction: 0, pairsPerSecond: 0, dataWait: 0)
        let understood = fields.withUnsafeBufferPointer { fields in
            var seen: UInt64 = 0
            var expected = 0
            repeat {
                guard let place = takeKey(&cursor, expected, fields), let number = cursor.takeNumber(),
                    seen & 1 << UInt64(place) == 0, fields[place].set(&metrics, number)
                else { return false }
                seen |= 1 << UInt64(place)
                expected = place + 1
            } while cursor.take(",")
            return seen & required == required
        }
        return understood && cursor.take("}}}") && cursor.isAtEnd ? metrics : nil
    }

    /// The field whose key comes next: most often the one after the last.
    @inline(__always)
    private static func takeKey(_ cursor: inout ByteCursor, _ expected: Int, _ fields: UnsafeBufferPointer<Field>) -> Int? {
        for offset in 0..<fields.count {
            let place = expected + offset < fields.count ? expected + offset : expected + offset - fields.count
            if cursor.take(fields[place].key) { return place }
        }
        return nil
    }
}
