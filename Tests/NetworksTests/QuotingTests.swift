import Networks
import Testing

@Suite struct QuotingTests {
    @Test func plainSentencesStayAsTheyAre() {
        for text in ["", "a.png is empty", "Größe 3×3 → 128", "\u{1F1E9}\u{1F1EA}"] { #expect(Sentence.quoting(text) == text) }
    }

    @Test func controlCharactersAreQuestionMarks() {
        #expect(Sentence.quoting("a\u{1B}[2Jb\nc\u{9B}d\u{0}") == "a?[2Jb?c?d?")
    }

    @Test func whatIsTooLongKeepsItsEnds() {
        let text = "file " + String(repeating: "x", count: 10_000) + " is wrong; write another"
        let shown = Sentence.quoting(text)
        #expect(shown.hasPrefix("file xxx") && shown.hasSuffix("xxx is wrong; write another") && shown.contains(" ... "))
        #expect(shown.count == 605)
        // One character to a person, thousands to a terminal.
        let marks = "e" + String(repeating: "\u{301}", count: 10_000)
        #expect(Sentence.quoting(marks).unicodeScalars.count == 605)
    }
}
