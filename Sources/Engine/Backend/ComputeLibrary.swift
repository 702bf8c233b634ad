import COneDNN

/// oneDNN as it is on this machine, for people to read.
public enum ComputeLibrary {
    /// Of the library that is loaded: `2.6.3`.
    public static var version: String {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        onednn_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }

    /// The most advanced instructions that it uses.
    public static var instructionSet: String { String(cString: onednn_instruction_set()) }

    /// Whether the processor multiplies bfloat16 itself.
    public static var multipliesBFloat16: Bool { onednn_multiplies_bfloat16() }
}
