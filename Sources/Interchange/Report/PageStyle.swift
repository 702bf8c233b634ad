/// How the page looks, by itself: nothing is fetched, light and dark follow the reader's choice, and it prints.
enum PageStyle {
    static let text = """
        :root { color-scheme: light dark; --ink: #1c2025; --soft: #626b76; --ground: #fdfdfb; --rule: #dcdfe2;
          --c0: #0b6e8f; --c1: #c2571a; --c2: #4b7d2b; --mark: #8a5cb8; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e6e8; --soft: #98a1ab; --ground: #16191d; --rule: #343a41;
          --c0: #55bfe0; --c1: #f0935a; --c2: #93c96d; --mark: #bb94e4; } }
        body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; background: var(--ground); color: var(--ink);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; margin: 0 0 .2rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
        p, figcaption { color: var(--soft); margin: .2rem 0; }
        .figures { display: flex; flex-wrap: wrap; gap: .6rem 2rem; margin: 1rem 0; }
        .figures b { display: block; font-size: 1.4rem; }
        figure { margin: 0 0 1rem; } svg { width: 100%; height: auto; }
        svg text { font: 11px system-ui, sans-serif; fill: var(--soft); } .end { text-anchor: end; } .middle { text-anchor: middle; }
        .grid { stroke: var(--rule); fill: none; } .line { fill: none; stroke-width: 1.6; }
        path.line0 { stroke: var(--c0); } path.line1 { stroke: var(--c1); } path.line2 { stroke: var(--c2); }
        svg text.line0 { fill: var(--c0); } svg text.line1 { fill: var(--c1); } svg text.line2 { fill: var(--c2); }
        .fill0 { fill: var(--c0); } .fill1 { fill: var(--c1); }
        .mark path { stroke: var(--mark); stroke-dasharray: 4 3; fill: none; } .mark text { fill: var(--mark); }
        table { border-collapse: collapse; width: 100%; font-size: 13px; }
        th, td { text-align: left; padding: .15rem .6rem .15rem 0; border-bottom: 1px solid var(--rule); }
        th { color: var(--soft); font-weight: 500; } .number { text-align: right; font-variant-numeric: tabular-nums; }
        .pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 1rem; }
        .pairs img { width: 5rem; height: 5rem; object-fit: contain; background: #808080; }
        .pairs p { font-size: 12px; overflow-wrap: anywhere; }
        pre { background: color-mix(in srgb, var(--ink) 6%, transparent); padding: .8rem; overflow: auto; font-size: 12px; }
        @media print { body { max-width: none; padding: 0; font-size: 13px; } figure, tr, .pairs div { break-inside: avoid; }
          h2 { break-after: avoid; } svg { max-height: 11rem; } pre { white-space: pre-wrap; font-size: 9px; } }
        """
}
