import Networks

extension SeededGenerator {
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &self) }

    mutating func happens(_ chances: Int, in all: Int) -> Bool { below(all) < chances }

    /// - Precondition: there is something to choose from.
    mutating func choice<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
