/// Of the program and the library; runs remember which one wrote them.
public enum Version {
    public static let current = "0.1.0"
}
