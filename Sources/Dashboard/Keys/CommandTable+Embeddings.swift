/// The commands of the screens that are drawn from embeddings.
extension CommandTable {
    static let onMap: [CommandEntry] =
        [
            CommandEntry(
                name: "map-left", keys: [.left, .character("h")], place: .screen(.map), label: "move",
                summary: "choose the image to the left", action: .mapMove(.left)),
            CommandEntry(
                name: "map-right", keys: [.right, .character("l")], place: .screen(.map),
                summary: "choose the image to the right", action: .mapMove(.right)),
            CommandEntry(
                name: "map-up", keys: [.up, .character("k")], place: .screen(.map), summary: "choose the image above",
                action: .mapMove(.up)),
            CommandEntry(
                name: "map-down", keys: [.down, .character("j")], place: .screen(.map), summary: "choose the image below",
                action: .mapMove(.down)),
            CommandEntry(
                name: "next-image", keys: [.character("n")], place: .screen(.map), label: "next",
                summary: "choose the next image of the list, class by class", action: .scroll(.by(1))),
            CommandEntry(
                name: "previous-image", keys: [.character("p")], place: .screen(.map), summary: "choose the previous image",
                action: .scroll(.by(-1))),
            CommandEntry(
                name: "neighbor", keys: [.enter], place: .screen(.map), label: "nearest",
                summary: "choose the nearest neighbour of the chosen image", action: .mapNeighbor),
            CommandEntry(
                name: "layout", keys: [.character("t")], place: .screen(.map), label: "PCA/t-SNE",
                summary: "lay out by t-SNE or by principal components", action: .mapMethod),
            CommandEntry(
                name: "earlier", keys: [.character("(")], place: .screen(.map), label: "earlier",
                summary: "the map at the evaluation before", action: .mapStep(-1)),
            CommandEntry(
                name: "later", keys: [.character(")")], place: .screen(.map), label: "later",
                summary: "the map at the evaluation after", action: .mapStep(1)),
            CommandEntry(
                name: "latest", keys: [.character("f")], place: .screen(.map), label: "follow",
                summary: "the latest map, following the training", action: .mapFollow),
            CommandEntry(
                name: "filter-classes", keys: [.character("/")], place: .screen(.map), label: "filter",
                summary: "let only classes with a text stand out", action: .filter),
        ] + paging("image", on: .map, panels: [.map])

    static let onOneShot: [CommandEntry] =
        [
            CommandEntry(
                name: "previous-episode", keys: [.left, .up, .character("h"), .character("k"), .character("p")],
                place: .screen(.oneShot), label: "previous", summary: "show the previous episode", action: .scroll(.by(-1))),
            CommandEntry(
                name: "next-episode", keys: [.right, .down, .character("l"), .character("j"), .character("n")],
                place: .screen(.oneShot), label: "next", summary: "show the next episode", action: .scroll(.by(1))),
            CommandEntry(
                name: "wrong-episodes", keys: [.character("x")], place: .screen(.oneShot), label: "only wrong",
                summary: "show only episodes that went wrong, or all", action: .toggleWrongEpisodes),
            CommandEntry(
                name: "fewer-ways", keys: [.character("<"), .character(",")], place: .screen(.oneShot), label: "fewer",
                summary: "fewer candidates in an episode", action: .changeWays(-1)),
            CommandEntry(
                name: "more-ways", keys: [.character(">")], place: .screen(.oneShot), label: "more candidates",
                summary: "more candidates in an episode", action: .changeWays(1)),
        ] + paging("episode", on: .oneShot, panels: [.episode])
}
