import Datasets
import MetricLearning
import Networks

/// Every key may be missing: then it keeps its default. A key that is not known is an error, since it would silently do nothing.
extension TrainingOptions: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case loss, optimizer, learningRate, learningRateFactors, schedule, gradientClip, batchStatistics, precision, averageDecay
        case sampling, views, augmentation, classAugmentation, split, cacheBytes
        case duration, evaluationInterval, testTimeViews, testTimeShift, criterion, earlyStopping
        case checkpointSeconds, seed, threads, threadChanges, adaptsThreads
        /// What the first runs called batches of pairs.
        case batchPairs
    }

    public init(from decoder: any Decoder) throws {
        try decoder.refuseKeys(of: "options", otherThan: CodingKeys.allCases.map(\.stringValue))
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(threads: try values.decodeIfPresent(Int.self, forKey: .threads) ?? 1)
        try apply(values)
    }

    /// Takes what a container gives and leaves the rest as it is.
    private mutating func apply(_ values: KeyedDecodingContainer<CodingKeys>) throws {
        func take<Value: Decodable>(_ key: CodingKeys, into target: inout Value) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { target = value }
        }
        func takeOptional<Value: Decodable>(_ key: CodingKeys, into target: inout Value?) throws {
            if values.contains(key) { target = try values.decodeIfPresent(Value.self, forKey: key) }
        }
        func takeChoice<Value: Choosable>(_ key: CodingKeys, into target: inout Value) throws {
            if let choice = try values.decodeIfPresent(Choice<Value>.self, forKey: key) { target = choice.value }
        }
        try takeChoice(.loss, into: &loss)
        try takeChoice(.optimizer, into: &optimizer)
        try take(.learningRate, into: &learningRate)
        try take(.learningRateFactors, into: &learningRateFactors)
        try takeChoice(.schedule, into: &schedule)
        try takeOptional(.gradientClip, into: &gradientClip)
        try take(.batchStatistics, into: &batchStatistics)
        try take(.precision, into: &precision)
        try takeOptional(.averageDecay, into: &averageDecay)
        try take(.batchPairs, into: &batchPairs)
        try takeChoice(.sampling, into: &sampling)
        try take(.views, into: &views)
        try take(.augmentation, into: &augmentation)
        try take(.classAugmentation, into: &classAugmentation)
        try take(.split, into: &split)
        try take(.cacheBytes, into: &cacheBytes)
        try take(.duration, into: &duration)
        try takeOptional(.evaluationInterval, into: &evaluationInterval)
        try take(.testTimeViews, into: &testTimeViews)
        try take(.testTimeShift, into: &testTimeShift)
        try take(.criterion, into: &criterion)
        try takeOptional(.earlyStopping, into: &earlyStopping)
        try take(.checkpointSeconds, into: &checkpointSeconds)
        try take(.seed, into: &seed)
        try take(.threadChanges, into: &threadChanges)
        try take(.adaptsThreads, into: &adaptsThreads)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(loss, forKey: .loss)
        try values.encode(optimizer, forKey: .optimizer)
        try values.encode(learningRate, forKey: .learningRate)
        try values.encode(learningRateFactors, forKey: .learningRateFactors)
        try values.encode(schedule, forKey: .schedule)
        try values.encodeIfPresent(gradientClip, forKey: .gradientClip)
        try values.encode(batchStatistics, forKey: .batchStatistics)
        try values.encode(precision, forKey: .precision)
        try values.encodeIfPresent(averageDecay, forKey: .averageDecay)
        try values.encode(sampling, forKey: .sampling)
        try values.encode(views, forKey: .views)
        try values.encode(augmentation, forKey: .augmentation)
        try values.encode(classAugmentation, forKey: .classAugmentation)
        try values.encode(split, forKey: .split)
        try values.encode(cacheBytes, forKey: .cacheBytes)
        try values.encode(duration, forKey: .duration)
        try values.encodeIfPresent(evaluationInterval, forKey: .evaluationInterval)
        try values.encode(testTimeViews, forKey: .testTimeViews)
        try values.encode(testTimeShift, forKey: .testTimeShift)
        try values.encode(criterion, forKey: .criterion)
        try values.encodeIfPresent(earlyStopping, forKey: .earlyStopping)
        try values.encode(checkpointSeconds, forKey: .checkpointSeconds)
        try values.encode(seed, forKey: .seed)
        try values.encode(threads, forKey: .threads)
        if !threadChanges.isEmpty { try values.encode(threadChanges, forKey: .threadChanges) }
        if adaptsThreads { try values.encode(adaptsThreads, forKey: .adaptsThreads) }
    }
}
