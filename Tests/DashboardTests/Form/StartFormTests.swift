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

    @Test func aProblemStaysUntilSomethingIsAnswered() {
        var form = form()
        form.problem = "--margin 0 must be a number above 0"
        #expect(form.frame(size: DashboardState.usual).text.contains("must be a number above 0"))
        _ = press(.down, .right, in: &form)
        #expect(form.problem == nil)
    }

    @Test func anAnswerIsCheckedWhenItIsLeftAndTheFormComesBackToIt() {
        var form = StartForm(
            capabilities: Capabilities(),
            fields: ["--margin", "--batch", "--run"].map { name in
                FormField(name: name, title: name, explanation: "?", answer: .text(example: "1")) {
                    Double($0) == nil ? "\($0) is no number" : nil
                }
            })
        _ = press(.character("x"), .down, in: &form)
        #expect(form.problem == "x is no number" && form.selected == 1)
        _ = press(.character("2"), .end, in: &form)
        #expect(press(.enter, in: &form).isEmpty)
        #expect(form.selected == 0 && form.problem == "x is no number")
        _ = press(.backspace, .character("1"), .end, in: &form)
        #expect(form.problem == nil)
        #expect(press(.enter, in: &form) == [.start(["--margin": "1", "--batch": "2"])])
        // What is found late: the question that the sentence names, else the one that is given; all answers stay.
        form.report("--batch 2 does not fit")
        #expect(form.selected == 1)
        form.report("the folder cannot be made", about: "--run")
        #expect(form.selected == 2)
        #expect(press(.end, .enter, in: &form) == [.start(["--margin": "1", "--batch": "2"])])
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
            #expect(text.contains("Start the training") && (place == 30 || text.contains("▸ question \(place) ")))
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
