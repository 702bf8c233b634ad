import Networks
import Runs
import Terminal

extension CrashReport {
    /// A crash from now on is one of the training of a run, which can go on from its last checkpoint.
    static func belongs(toTrainingIn folder: String) {
        belongs(to: folder, advice: "continue from the last checkpoint with: twinscope resume \(ShellWord.quoting(folder))")
    }

    /// A crash from now on is one of a program that only shows a run.
    static func belongs(toViewerOf folder: String) {
        belongs(to: folder, advice: "the run is as it was; look at it again with: twinscope watch \(ShellWord.quoting(folder))")
    }

    private static func belongs(to folder: String, advice: String) {
        let file = folder + "/crash.txt"
        goes(
            to: file, shown: Sentence.quoting(file, longest: .max), version: Version.current,
            advice: Sentence.quoting(advice, longest: .max))
    }
}
