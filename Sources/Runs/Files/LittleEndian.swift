import Foundation

/// Numbers as every format here stores them: four bytes each, the lowest first, which is how this machine has them too.
func littleEndianData(_ values: [Float]) -> Data {
    values.withUnsafeBytes { Data($0) }
}
