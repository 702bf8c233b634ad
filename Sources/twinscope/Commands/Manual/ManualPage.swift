import Foundation
import Runs

/// The manual page, in the macros of man(7), written from the definitions of the commands.
struct ManualPage {
    let text: String

    init(_ program: CommandDescription) {
        var page = [".TH TWINSCOPE 1 \"\" \"twinscope \(Version.current)\"", ".SH NAME"]
        page.append("twinscope \\- " + Self.escaped(program.abstract ?? ""))
        page += [".SH SYNOPSIS", ".B twinscope", "[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]", ".SH DESCRIPTION"]
        page += Self.paragraphs(program.discussion)
        page.append(".SH COMMANDS")
        for command in Self.leaves(program.subcommands ?? [], under: "twinscope") { page += Self.section(command) }
        page += [".SH EXIT STATUS"]
        page += Self.paragraphs(
            """
            0 for success. 64 for a wrong option, 65 for data that cannot be used, 66 for a missing input, 70 when training failed, \
            73 where the run cannot be written, 78 for a network description that cannot work. compare exits with 1 for different \
            images, and with 2 where it cannot tell.
            """)
        text = page.joined(separator: "\n")
    }

    /// Commands that do something themselves, with their full names.
    private static func leaves(_ commands: [CommandDescription], under name: String) -> [(name: String, CommandDescription)] {
        commands.flatMap { command in
            let full = name + " " + command.commandName
            let inner = command.subcommands ?? []
            return inner.isEmpty ? [(full, command)] : leaves(inner, under: full)
        }.filter { !$0.0.hasSuffix(" help") }
    }

    private static func section(_ command: (name: String, CommandDescription)) -> [String] {
        let (name, description) = command
        let arguments = (description.arguments ?? []).filter { $0.shouldDisplay && !isEverywhere($0) }
        let positional = arguments.filter { $0.kind == "positional" }.map(synopsis)
        let options = arguments.contains { $0.kind != "positional" } ? ["[\\fIOPTIONS\\fR]"] : []
        var lines = [".SS " + escaped(name), (["\\fB\(escaped(name))\\fR"] + positional + options).joined(separator: " "), ".PP"]
        lines += paragraphs([description.abstract, description.discussion].compactMap { $0 }.joined(separator: "\n"))
        for argument in arguments {
            lines += [".TP", heading(argument), escaped(explanation(argument))]
        }
        return lines
    }

    private static func isEverywhere(_ argument: CommandDescription.Argument) -> Bool {
        argument.names?.contains { $0.name == "help" || $0.name == "version" } ?? false
    }

    private static func synopsis(_ argument: CommandDescription.Argument) -> String {
        let value = "\\fI\(escaped(argument.valueName ?? "value"))\\fR" + (argument.isRepeating ? "..." : "")
        return argument.isOptional ? "[\(value)]" : value
    }

    private static func heading(_ argument: CommandDescription.Argument) -> String {
        let names = (argument.names ?? []).map { "\\fB\(escaped($0.spelling))\\fR" }.joined(separator: ", ")
        switch argument.kind {
        case "positional": return synopsis(argument)
        case "flag": return names
        default: return names + " \\fI\(escaped(argument.valueName ?? "value"))\\fR"
        }
    }

    private static func explanation(_ argument: CommandDescription.Argument) -> String {
        var words = [argument.abstract ?? ""]
        if let values = argument.allValues, !values.isEmpty { words.append("(\(values.joined(separator: ", ")))") }
        if let value = argument.defaultValue, argument.kind != "flag" { words.append("(default: \(value))") }
        return words.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func paragraphs(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n").map { escaped(String($0)) }.flatMap { [".PP", $0] }.dropFirst().map { $0 }
    }

    /// What roff would take for a command, a hyphen or an escape.
    private static func escaped(_ text: String) -> String {
        let plain = text.replacingOccurrences(of: "\\", with: "\\e").replacingOccurrences(of: "-", with: "\\-")
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
