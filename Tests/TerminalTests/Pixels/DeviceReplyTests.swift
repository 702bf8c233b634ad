import Testing

@testable import Terminal

@Suite struct DeviceReplyTests {
    @Test func answersAreToldFromKeys() {
        let reply = DeviceReply(Array("j\u{1B}[6;20;10tk\u{1B}[?62;4;22c\u{1B}[A".utf8))
        #expect(reply.attributes == [62, 4, 22])
        #expect(reply.cell?.width == 10 && reply.cell?.height == 20)
        #expect(!reply.knowsKitty)
        #expect(reply.typed == Array("jk\u{1B}[A".utf8))
    }

    @Test func kittySaysOK() {
        let reply = DeviceReply(Array("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;c".utf8))
        #expect(reply.knowsKitty && reply.attributes == [62] && reply.typed.isEmpty)
        #expect(!DeviceReply(Array("\u{1B}_Gi=31;ENOTSUP\u{1B}\\\u{1B}[?62;c".utf8)).knowsKitty)
    }

    @Test(arguments: ["", "\u{1B}", "\u{1B}[", "\u{1B}[?6", "\u{1B}_Gi=31;O", "\u{1B}[6;0;0t", "\u{1B}[?;;c", "\u{1B}[6;1t"])
    func whatIsTornOrStrangeIsNoAnswer(text: String) {
        let reply = DeviceReply(Array(text.utf8))
        #expect(reply.attributes.isEmpty && reply.cell == nil && !reply.knowsKitty)
    }
}
