import Foundation
import Runs
import Testing

/// The wire format, by the examples of its documentation (protobuf.dev/programming-guides/encoding).
@Suite struct ProtobufTests {
    private func bytes(_ build: (inout ProtobufMessage) -> Void) -> [UInt8] {
        var message = ProtobufMessage()
        build(&message)
        #expect(message.data.count == message.byteCount)
        return [UInt8](message.data)
    }

    @Test func varints() {
        #expect(bytes { $0.append(1, 150) } == [0x08, 0x96, 0x01])
        #expect(bytes { $0.append(1, 0) } == [0x08, 0x00])
        // Negative numbers take ten bytes.
        #expect(bytes { $0.append(1, -1) } == [0x08] + Array(repeating: 0xFF, count: 9) + [0x01])
        // A field above 15 has a key of two bytes.
        #expect(bytes { $0.append(20, 1) } == [0xA0, 0x01, 0x01])
    }

    @Test func texts() {
        #expect(bytes { $0.append(2, "testing") } == [0x12, 0x07] + Array("testing".utf8))
    }

    @Test func messagesInMessages() {
        #expect(bytes { $0.append(3) { $0.append(1, 150) } } == [0x1A, 0x03, 0x08, 0x96, 0x01])
    }

    @Test func doubles() {
        #expect(bytes { $0.append(1, 1.0) } == [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
        #expect(bytes { $0.append(1, packed: [1]) } == [0x0A, 0x08, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
    }

    @Test func floats() {
        #expect(bytes { $0.append(2, Float(1)) } == [0x15, 0, 0, 0x80, 0x3F])
        #expect(
            bytes {
                $0.append(9, raw: [1, -2])
                $0.append(1, 1)
            } == [0x4A, 0x08, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0x08, 0x01])
    }
}
