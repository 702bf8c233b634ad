import Networks

/// Changes bytes as damage and malice do: flipped bits, cut ends, huge lengths, repeated and missing pieces.
struct Mutator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func changed(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...Int.random(in: 0..<4, using: &generator) {
            guard !bytes.isEmpty else { return bytes }
            let place = Int.random(in: bytes.indices, using: &generator)
            let length = Int.random(in: 1...16, using: &generator)
            let end = min(bytes.count, place + length)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 2: bytes.removeSubrange(place...)
            case 3: bytes.removeSubrange(place..<end)
            case 4: bytes.replaceSubrange(place..<end, with: repeatElement(0xFF, count: end - place))
            case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
            // Digits that grow make numbers in texts huge.
            case 6: bytes.insert(contentsOf: repeatElement(UInt8(ascii: "9"), count: length), at: place)
            // Brackets that nest.
            default: bytes.insert(contentsOf: repeatElement([0x5B, 0x7B, 0x28, 0x3C][length % 4], count: length * 64), at: place)
            }
        }
        return bytes
    }
}
