import Testing

@testable import Dashboard

/// The form that a training is begun with.
@Suite struct StartFormTests {
    private func form(_ capabilities: Capabilities = Capabilities()) -> StartForm {
        StartForm(
            capabilities: capabilities,
            fields: [
                FormField(
                    name: "images", title: "images", explanation: "A folder of class folders; empty for the bundled drawings.",
                    answer: .text(example: "path/to/images")),
                FormField(
                    name: "--loss", title: "loss", explanation: "What the network is asked to do.",
                    answer: .choice([
                        FormField.Choice("", ""), FormField.Choice("contrastive", "impostors a margin apart"),
                        FormField.Choice("triplet", "nearer to its own class"),
                    ])),
            ])
    }

    private func press(_ keys: Key..., in form: inout StartForm) -> [StartForm.Effect] {
        keys.compactMap { form.handle($0) }
    }

    @Test func whatIsLeftEmptyIsNotHandedOn() {
        var form = form()
        #expect(press(.enter, .enter, .enter, in: &form) == [.start([:])])
    }

    @Test func answersAreHandedOnByName() {
        var form = form()
        for character in "faces x" { _ = form.handle(.character(character)) }
        _ = press(.backspace, .backspace, .down, .right, .character(" "), .end, in: &form)
        #expect(press(.enter, in: &form) == [.start(["images": "faces", "--loss": "triplet"])])
        _ = press(.up, .right, .up, .control("u"), .end, in: &form)
        #expect(press(.enter, in: &form) == [.start([:])], "choices go round, and text can be cleared")
    }

    @Test func leavingNeedsNoAnswer() {
        var form = form()
        #expect(press(.escape, in: &form) == [.leave])
        #expect(press(.control("c"), in: &form) == [.leave])
        #expect(press(.control("z"), .control("l"), in: &form) == [.suspend, .repaint])
    }

    /// Answers are lost only by a second key.
    @Test(arguments: [Key.escape, .control("c")]) func leavingAsksWhereAnswersWouldBeLost(key: Key) {
        var form = form()
        #expect(press(.character("f"), key, in: &form).isEmpty)
        #expect(form.frame(size: DashboardState.usual).text.contains("Discard the answers? y/n"))
        // What is no answer types nothing.
        #expect(press(.character("q"), .down, .tab, in: &form).isEmpty)
        #expect(form.isAskingToLeave && form.answers == ["images": "f"])
        for stay in [Key.character("n"), .escape, .enter] {
            #expect(press(stay, in: &form).isEmpty)
            #expect(!form.isAskingToLeave && form.answers == ["images": "f"])
            _ = press(key, in: &form)
        }
        #expect(press(.character("y"), in: &form) == [.leave])
        // What was taken back is no answer.
        _ = press(.character("n"), .backspace, in: &form)
        #expect(press(key, in: &form) == [.leave])
    }

    // MARK: Wrong answers

    /// Three numbers, of which the second may not be larger than the first.
    private func numbers() -> StartForm {
        StartForm(
            capabilities: Capabilities(),
            fields: [("--margin", "margin"), ("--batch", "pairs in a batch"), ("--run", "folder of the run")].map { name, title in
                FormField(name: name, title: title, explanation: "?", answer: .text(example: "1")) { text, answers in
                    guard let number = Double(text) else { return "\(name) \(text) must be a number." }
                    let first = answers["--margin"].flatMap(Double.init) ?? .infinity
                    return name == "--batch" && number > first ? "--batch \(text) is above --margin; leave `--batch` out." : nil
                }
            })
    }

    private func marked(_ form: StartForm) -> [Int] { form.fields.indices.filter(form.isFaulty) }

    @Test func enterStaysWithAWrongAnswer() {
        var form = numbers()
        #expect(press(.character("x"), .enter, in: &form).isEmpty)
        #expect(form.selected == 0 && marked(form) == [0])
        #expect(form.problem == "margin: x must be a number")
        // Another key that leaves it wrong takes nothing away.
        _ = press(.character("y"), in: &form)
        #expect(marked(form) == [0] && form.problem == "margin: xy must be a number")
        _ = press(.backspace, .backspace, .character("1"), in: &form)
        #expect(marked(form).isEmpty && form.problem == nil)
        _ = press(.enter, in: &form)
        #expect(form.selected == 1)
    }

    @Test(arguments: [Key.down, .tab, .end, .scroll(Position(column: 0, row: 0), up: false)])
    func everyWayOutChecks(key: Key) {
        var form = numbers()
        _ = press(.character("x"), key, in: &form)
        #expect(form.selected > 0 && marked(form) == [0])
        #expect(form.problem == "margin: x must be a number")
        // It stays marked, whatever is answered elsewhere.
        _ = press(.character("2"), key, .up, in: &form)
        #expect(marked(form) == [0] && form.problem == "margin: x must be a number")
    }

    @Test(arguments: [Key.up, .backTab, .home]) func everyWayBackChecks(key: Key) {
        var form = numbers()
        _ = press(.down, .character("x"), key, in: &form)
        #expect(form.selected == 0 && marked(form) == [1])
        #expect(form.problem == "pairs in a batch: x must be a number")
    }

    @Test func anAnswerMayPutAnotherInTheWrongAndInTheRight() {
        var form = numbers()
        _ = press(.character("3"), .down, .character("2"), .down, in: &form)
        #expect(marked(form).isEmpty)
        _ = press(.home, .backspace, .character("1"), .down, in: &form)
        #expect(marked(form) == [1])
        #expect(form.problem == "pairs in a batch: 2 is above margin; leave it empty")
        _ = press(.home, .backspace, .character("9"), .down, in: &form)
        #expect(marked(form).isEmpty)
    }

    @Test func startGoesToTheQuestionAtFault() {
        var form = numbers()
        _ = press(.down, .character("x"), .end, in: &form)
        #expect(press(.enter, in: &form).isEmpty)
        #expect(form.selected == 1 && form.problem == "pairs in a batch: x must be a number")
        _ = press(.backspace, .character("2"), .end, in: &form)
        #expect(press(.enter, in: &form) == [.start(["--batch": "2"])])
    }

    /// The question that the sentence names, else the one that is given; all answers stay.
    @Test func whatIsFoundLateStaysUntilItIsAnsweredAnew() {
        var form = numbers()
        _ = press(.character("1"), in: &form)
        form.report("--batch 2 does not fit")
        #expect(form.selected == 1 && form.problem == "pairs in a batch: 2 does not fit")
        _ = press(.down, .up, .left, in: &form)
        #expect(marked(form) == [1])
        _ = press(.character("3"), in: &form)
        #expect(marked(form).isEmpty)
        form.report("the folder cannot be made; choose another folder with `--run DIR`", about: "--run")
        #expect(form.selected == 2 && form.problem == "folder of the run: the folder cannot be made; choose another folder")
        // Nobody knows whether it is over: beginning tries it again.
        _ = press(.character("1"), .end, in: &form)
        form.report("nothing works")
        #expect(form.problem == "nothing works")
        _ = press(.home, .backspace, .character("5"), .end, in: &form)
        #expect(press(.enter, in: &form) == [.start(["--margin": "5", "--batch": "3", "--run": "1"])])
    }

    @Test(arguments: [
        ("--margin 0 must be a number above 0.", "margin: 0 must be a number above 0"),
        ("\"3x3\" is not a size; for example `--margin 1x35x35`.", "margin: \"3x3\" is not a size; for example 1x35x35"),
        ("give at least `--batch 2`.", "margin: give at least 2 for \"pairs in a batch\""),
        ("epochs loss has no margin; leave `--margin` out.", "margin: epochs loss has no margin; leave it empty"),
        ("it is long; leave `--batch` out.", "margin: it is long; leave \"pairs in a batch\" empty"),
        ("loss.triplet.margin is 2.0, but must be below 1", "margin is 2.0, but must be below 1"),
        (
            "too few; give `--test 0`",
            "margin: too few; give `--test 0` (options of `twinscope train`, which this form does not ask for)"
        ),
        ("look with `twinscope data x --margin 1`", "margin: look with `twinscope data x --margin 1`"),
    ]) func sentencesSpeakTheFormsWords(said: String, meant: String) {
        #expect(FormWords(numbers().fields, about: 0).sentence(said) == meant)
    }

    @Test(arguments: [Size(columns: 60, rows: 18), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36)])
    func longProblemsAreWrapped(size: Size) {
        var form = numbers()
        let words = (1...24).map { "word\($0)" }
        form.report(words.joined(separator: " "), about: "--run")
        let text = form.frame(size: size).text
        #expect(words.allSatisfy(text.contains) && text.contains("Start the training") && text.contains("Esc leave"))
    }

    @Test(arguments: [Size(columns: 60, rows: 18), Size(columns: 80, rows: 24), Size(columns: 120, rows: 36)])
    func everySizeClass(size: Size) throws {
        var form = form()
        _ = press(.character("f"), .down, .right, in: &form)
        try Golden.expect(form.frame(size: size), named: "form-\(size.columns)x\(size.rows)")
    }

    @Test func howToBeginIsAlwaysSeen() {
        let many = (0..<30).map {
            FormField(name: "--\($0)", title: "question \($0)", explanation: "?", answer: .text(example: "1"))
        }
        var form = StartForm(capabilities: Capabilities(), fields: many)
        for place in 0..<31 {
            let text = form.frame(size: DashboardState.usual).text
            #expect(text.contains("Start the training") && (place == 30 || text.contains("▸  question \(place) ")))
            _ = form.handle(.down)
        }
    }

    @Test func anySizeHasAFrame() {
        for capabilities in [Capabilities(), Capabilities(unicode: false, colors: 0)] {
            var form = form(capabilities)
            for _ in 0..<4 {
                for (columns, rows) in [(1, 1), (59, 30), (60, 18), (61, 19), (300, 100), (100, 2)] {
                    let frame = form.frame(size: Size(columns: columns, rows: rows))
                    #expect(frame.cells.count == columns * rows)
                    if !capabilities.unicode { #expect(frame.cells.allSatisfy { $0.character.isASCII }) }
                }
                _ = form.handle(.down)
            }
        }
    }
}
