import Foundation

/// Numbers as every format here stores them: the lowest byte first, which is how this machine has them too.
public func littleEndianData<Number>(_ values: [Number]) -> Data where Number: BinaryFloatingPoint {
    values.withUnsafeBytes { Data($0) }
}
