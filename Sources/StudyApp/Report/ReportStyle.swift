import TerminalUI

/// The looks of the report: light, dark where the reader's system is, and black on white paper.
enum ReportStyle {
  static let css = """
    :root { color-scheme: light dark; --page: #ffffff; --text: #1f2328; --dim: #57606a; --line: #d0d7de; \
    --accent: #005fb8 }
    * { box-sizing: border-box }
    body { margin: 0 auto; max-width: 100rem; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; \
    background: var(--page); color: var(--text); \
    font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", sans-serif }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 }
    h2 { font-size: 1.25rem; margin: 0; padding-top: .75rem; border-top: 1px solid var(--line) }
    h3 { font-size: 1rem; margin: 0 }
    p { margin: .25rem 0 1rem; max-width: 65ch; color: var(--dim) }
    main { display: grid; gap: 2rem 3rem; margin-top: 2rem; \
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)) }
    section, article { min-width: 0; break-inside: avoid }
    .wide { grid-column: 1 / -1 }
    .cards { display: grid; gap: 2rem 3rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)) }
    figure { margin: 0 0 .75rem; overflow-x: auto }
    figure:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
    .drawing { display: block; max-width: 100%; height: auto }
    /* Right to left: a narrow page shows the latest weeks first. */
    .scrolls { direction: rtl; width: fit-content; max-width: 100% }
    .scrolls .drawing { direction: ltr; max-width: none }
    figcaption, .id { color: var(--dim); font: .8125rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; \
    overflow-wrap: anywhere }
    .tabular { overflow-x: auto }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9375rem }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
    th, td { padding: .2rem .75rem .2rem 0; text-align: left; vertical-align: baseline; \
    border-bottom: 1px solid var(--line); font-weight: normal }
    thead th { color: var(--dim) }
    .number { text-align: right; white-space: nowrap }
    summary { cursor: pointer; color: var(--accent); width: fit-content }
    @media screen and (prefers-color-scheme: dark) {
    :root { --page: #1e1e1e; --text: #e0e3e8; --dim: #a0a7b3; --line: #3d444d; --accent: #6cb6ff }
    }
    @page { size: A4; margin: 15mm }
    @media print {
    body { padding: 0; font-size: 10pt }
    main, .cards { grid-template-columns: 1fr 1fr; gap: 6mm 8mm }
    .paired, .paired .cards { display: block }
    .paired, section:last-child { break-inside: auto }
    section > p { break-after: avoid }
    table { font-size: 8pt }
    th, td { padding-right: .5rem }
    h2, h3 { break-after: avoid }
    figure, .tabular { overflow: visible }
    .scrolls .drawing { max-width: 100% }
    details:not([open]) { display: none }
    tr { break-inside: avoid }
    }
    """ + "\n" + Drawing.svgStyle
}
