import MetricLearning

/// One number that was changed is `setting`, `old` and `new`, as in the first runs; everything else is a list of `changes`.
extension Edit: Codable {
    private enum CodingKeys: String, CodingKey {
        case step, elapsed, by, id, undoes, changes, setting, old, new
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let changes: [Change] =
            if let setting = try values.decodeIfPresent(Setting.self, forKey: .setting) {
                [
                    .setting(
                        setting, old: try values.decode(Double.self, forKey: .old),
                        new: try values.decode(Double.self, forKey: .new))
                ]
            } else {
                try values.decode([Change].self, forKey: .changes)
            }
        self.init(
            step: try values.decode(Int.self, forKey: .step), elapsed: try values.decode(Double.self, forKey: .elapsed),
            changes: changes, by: try values.decodeIfPresent(Author.self, forKey: .by) ?? .person,
            id: try values.decodeIfPresent(Int.self, forKey: .id), undoes: try values.decodeIfPresent(Int.self, forKey: .undoes))
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(step, forKey: .step)
        try values.encode(elapsed, forKey: .elapsed)
        if by != .person { try values.encode(by, forKey: .by) }
        try values.encodeIfPresent(id, forKey: .id)
        try values.encodeIfPresent(undoes, forKey: .undoes)
        if changes.count == 1, case .setting(let setting, let old, let new)? = changes.first {
            try values.encode(setting, forKey: .setting)
            try values.encode(old, forKey: .old)
            try values.encode(new, forKey: .new)
        } else {
            try values.encode(changes, forKey: .changes)
        }
    }
}

/// `{"control": "margin", "old": 1, "new": 1.2}`.
extension Change: Codable {
    private enum CodingKeys: String, CodingKey {
        case control, old, new, oldRate, newRate
    }

    private enum Control: String, Codable {
        case schedule, mining, duration, threads
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func pair<Value: Decodable>(_ type: Value.Type) throws -> (old: Value, new: Value) {
            (try values.decode(type, forKey: .old), try values.decode(type, forKey: .new))
        }
        guard let control = try? values.decode(Control.self, forKey: .control) else {
            let numbers = try pair(Double.self)
            self = .setting(try values.decode(Setting.self, forKey: .control), old: numbers.old, new: numbers.new)
            return
        }
        switch control {
        case .schedule:
            let courses = try pair(RateCourse.self)
            self = .schedule(
                old: courses.old, new: courses.new, oldRate: try values.decode(Float.self, forKey: .oldRate),
                newRate: try values.decode(Float.self, forKey: .newRate))
        case .mining:
            let minings = try pair(TripletMining.self)
            self = .mining(old: minings.old, new: minings.new)
        case .duration:
            let durations = try pair(TrainingOptions.Duration.self)
            self = .duration(old: durations.old, new: durations.new)
        case .threads:
            let counts = try pair(Int.self)
            self = .threads(old: counts.old, new: counts.new)
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        func encode(_ control: Control, _ old: some Encodable, _ new: some Encodable) throws {
            try values.encode(control, forKey: .control)
            try values.encode(old, forKey: .old)
            try values.encode(new, forKey: .new)
        }
        switch self {
        case .setting(let setting, let old, let new):
            try values.encode(setting, forKey: .control)
            try values.encode(old, forKey: .old)
            try values.encode(new, forKey: .new)
        case .schedule(let old, let new, let oldRate, let newRate):
            try encode(.schedule, old, new)
            try values.encode(oldRate, forKey: .oldRate)
            try values.encode(newRate, forKey: .newRate)
        case .mining(let old, let new): try encode(.mining, old, new)
        case .duration(let old, let new): try encode(.duration, old, new)
        case .threads(let old, let new): try encode(.threads, old, new)
        }
    }
}
