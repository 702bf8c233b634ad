import Foundation

/// Whether something comes to be so within ten seconds, as it does when only a process that another test has just started stands in
/// the way: until it runs its program, it has copies of this process's descriptors, and their locks.
public func eventually(_ isSo: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<500 {
        if try isSo() { return true }
        Thread.sleep(forTimeInterval: 0.02)
    }
    return false
}
