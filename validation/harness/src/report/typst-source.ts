import type { ValidationResult } from "@nadir/domain";
import type { Block, Cell, Column, PlotBlock, Section, Tone } from "./blocks.ts";
import { composeReport } from "./compose.ts";

/** SVG figures by file name, filled while the source is written. */
export type Figures = Map<string, string>;

/** The report in Typst. Text goes in as string literals, so nothing in it can be read as markup. */
export function typstSource(result: ValidationResult, figures: Figures, font: string): string {
  const report = composeReport(result);
  const context: Context = { figures, font };
  return `${preamble(font, report.foot, report.title)}
#text(fill: accent, weight: 600)[${t(report.subtitle)}]
#block(above: 7pt, below: 9pt, {
  set par(leading: 0.42em)
  text(size: 18pt, weight: 600, hyphenate: false)[${t(report.title)}]
})
#text(size: 8.5pt, fill: muted)[${report.facts.map(t).join(" #h(10pt) ")}]
#block(above: 9pt, inset: (left: 7pt), stroke: (left: 2pt + rule-colour), text(size: 8.5pt, fill: muted)[${t(report.notice)}])
${report.sections.map((s, i) => section(s, i, context)).join("\n")}
`;
}

interface Context {
  readonly figures: Figures;
  readonly font: string;
}

/** A string literal as content. */
const t = (text: string): string => `#${JSON.stringify(withLineBreaks(text)).replace(/\\u([0-9a-f]{4})/g, "\\u{$1}")};`;
/** Long hashes may break anywhere. */
const withLineBreaks = (text: string): string =>
  text.replace(/(\d) %/g, "$1\u00a0%").replace(/[0-9a-f]{32,}/g, (hash) => hash.replace(/(.{8})(?=.)/g, "$1\u200b"));

/** Width of the text, and where it ends on an A4 page (297 mm less the lower margin), in pt. */
const COLUMN_PT = 487;
const PAGE_PT = 788;

const preamble = (font: string, foot: string, title: string): string => `
#let ink = rgb("#182026")
#let muted = rgb("#55616b")
#let rule-colour = rgb("#ccd3d9")
#let accent = rgb("#0067a5")
#let tones = (good: rgb("#00694c"), caution: rgb("#8a5a00"), bad: rgb("#a33d05"), plain: rgb("#55616b"))
#let grounds = (good: rgb("#eef6f2"), caution: rgb("#fdf4e1"), bad: rgb("#fbeee6"), plain: rgb("#f2f5f7"))
#set document(title: ${JSON.stringify(title)}, date: none)
#set page(paper: "a4", margin: (x: 19mm, top: 18mm, bottom: 19mm), footer: context [
  #set text(size: 7.5pt, fill: muted)
  ${t(foot)} #h(1fr) #counter(page).display("1 / 1", both: true)
])
#set text(font: ${JSON.stringify(font)}, size: 9.5pt, fill: ink, lang: "en", number-width: "tabular", fallback: false)
#set par(leading: 0.58em, spacing: 0.8em)
#set list(indent: 2pt, body-indent: 6pt, spacing: 0.65em, marker: text(fill: muted)[•])
#show heading.where(level: 1): it => block(above: 22pt, below: 9pt, width: 100%, sticky: true, stroke: (top: 1.2pt + ink), inset: (top: 6pt), text(size: 13pt, weight: 600)[#it.body])
#show heading.where(level: 2): it => block(above: 13pt, below: 6pt, sticky: true, text(size: 10.5pt, weight: 600)[#it.body])
#show table.cell.where(y: 0): set text(weight: 600)
#set table(stroke: (x, y) => (bottom: if y == 0 { 0.9pt + ink } else { 0.5pt + rule-colour }), inset: (x: 3.5pt, y: 3.6pt))
#let shape(tone) = box(baseline: -0.5pt, {
  let c = tones.at(tone)
  if tone == "good" { circle(radius: 2.3pt, fill: c) }
  else if tone == "caution" { polygon(fill: c, (0pt, 5pt), (2.9pt, 0pt), (5.8pt, 5pt)) }
  else if tone == "bad" { square(size: 4.4pt, fill: c) }
})
#let status(tone, body) = text(fill: tones.at(tone), weight: if tone == "plain" { 400 } else { 600 })[#if tone != "plain" [#shape(tone)#h(2.5pt)]#body]
#let callout(tone, title, body) = block(width: 100%, breakable: false, above: 10pt, below: 10pt, fill: grounds.at(tone), stroke: (left: 3pt + tones.at(tone)), inset: (x: 10pt, y: 8pt))[
  #text(size: 11pt, weight: 600, fill: if tone == "plain" { ink } else { tones.at(tone) })[#if tone != "plain" [#shape(tone)#h(4pt)]#title] \\
  #body
]
// What may not be split: where it does not fit on the rest of the page it goes to the top of the next one, and what follows
// fills the page.
#let whole(body) = {
  // Of no height, so that it stays where the text ends: what is moved to the next page takes its own place along.
  block(height: 0pt, above: 0pt, below: 0pt)[#metadata(none) <end-of-text>]
  context {
    let room = ${PAGE_PT}pt - query(selector(<end-of-text>).before(here())).last().location().position().y
    let content = block(width: 100%, breakable: false, body)
    if measure(block(width: ${COLUMN_PT}pt, body)).height + 12pt <= room { block(above: 10pt, below: 10pt, content) }
    else { place(auto, float: true, clearance: 11pt, align(left, content)) }
  }
}
#let caption(body) = block(sticky: true, above: 12pt, below: 5pt, text(size: 8.8pt, weight: 600)[#body])
`;

function section(s: Section, index: number, context: Context): string {
  // Figures stay in their section.
  return `#place.flush()
#heading(level: 1)[#text(fill: muted, weight: 400)[${index + 1}] ${t(s.title)}]
${grouped(s.blocks)
  .map(({ first, blocks }) => {
    const set = blocks.map((b, i) => block(b, `${s.id}-${first + i}`, context)).join("\n");
    return blocks.length === 1 ? set : `#whole[${set.replaceAll("#whole[", "#block[")}]`;
  })
  .join("\n")}`;
}

interface Group {
  readonly first: number;
  readonly blocks: readonly Block[];
}

/** A heading right before a row of figures, and a list right after it, stay with it: neither says what it is about alone. */
function grouped(blocks: readonly Block[]): Group[] {
  const groups: Group[] = [];
  for (let i = 0; i < blocks.length; ) {
    const titled = blocks[i]!.kind === "heading" && blocks[i + 1]?.kind === "plots";
    const end = titled ? i + (blocks[i + 2]?.kind === "list" ? 3 : 2) : i + 1;
    groups.push({ first: i, blocks: blocks.slice(i, end) });
    i = end;
  }
  return groups;
}

function block(b: Block, id: string, context: Context): string {
  switch (b.kind) {
    case "text":
      return `#par[${t(b.text)}]`;
    case "heading":
      return `#heading(level: 2)[${t(b.text)}]`;
    case "callout":
      return `#callout("${b.tone}", [${t(b.title)}], [${t(b.text)}])`;
    case "list":
      return b.items.map((i) => `- ${t(i)}`).join("\n");
    case "terms":
      return `#table(columns: (1fr, 3.6fr), stroke: (x, y) => (bottom: 0.5pt + rule-colour, top: if y == 0 { 0.5pt + rule-colour }), inset: (left: 0pt, right: 10pt, y: 4pt), ${b.rows
        .map(([term, text]) => `text(fill: muted, weight: 400)[${t(term)}], text(weight: 400)[${t(text)}]`)
        .join(", ")})`;
    case "numbers":
      return `#block(above: 11pt, below: 11pt, breakable: false, table(columns: (1fr,) * ${b.items.length}, stroke: 0.5pt + rule-colour, inset: 8pt, ${b.items
        .map(
          (n) =>
            `stack(dir: ttb, spacing: 6pt, block(height: 20pt, text(size: 8.2pt, weight: 400, fill: muted)[${t(n.label)}]), [#text(size: 20pt, weight: 600)[${t(n.value)}]${n.unit ? `#h(3pt)#text(size: 10pt, weight: 400, fill: muted)[${t(n.unit)}]` : ""}], text(size: 7.8pt, weight: 400, fill: muted)[${t(n.detail)}])`,
        )
        .join(", ")}))`;
    case "plots":
      return plots(b, id, context);
    case "table":
      return table(b.caption, b.columns, b.rows);
  }
}

/** The gap between two figures in pt; px of a drawing for a pt of paper (11 px labels: 7 pt). */
const GAP_PT = 16;
const PX_PER_PT = 1.55;

function plots(b: Extract<Block, { kind: "plots" }>, id: string, { figures, font }: Context): string {
  if (b.plots.length === 0) return "";
  const total = b.plots.reduce((s, p) => s + (p.share ?? 1), 0);
  const columnOf = (p: PlotBlock) => (COLUMN_PT - GAP_PT * (b.plots.length - 1)) * ((p.share ?? 1) / total);
  // Labels keep their size: a figure that would be narrower than it can bear gets a row of its own.
  const stacked = b.plots.length === 1 || b.plots.some((p) => columnOf(p) * PX_PER_PT < (p.least ?? 0));
  const widths = b.plots.map((p) =>
    stacked ? Math.min(COLUMN_PT, Math.max((p.least ?? 0) / PX_PER_PT, 0.46 * COLUMN_PT)) : columnOf(p),
  );
  const cells = b.plots.map((p, i) => {
    const name = `${id}-${i}.svg`;
    figures.set(name, p.draw({ theme: "print", fontFamily: font, width: Math.round(widths[i]! * PX_PER_PT) }));
    // A figure that leaves much of its row free has its words beside it.
    if (stacked && widths[i]! < 0.62 * COLUMN_PT)
      return `block(breakable: false, grid(columns: (${widths[i]!.toFixed(1)}pt, 1fr), column-gutter: ${GAP_PT}pt, align: (left + top, left + horizon), image("/${name}", width: ${widths[i]!.toFixed(1)}pt), [#text(size: 8.8pt, weight: 600)[${t(p.title)}] #v(-2pt) #text(size: 7.8pt, fill: muted)[${t(p.caption)}]]))`;
    return `block(breakable: false)[#text(size: 8.8pt, weight: 600)[${t(p.title)}] #v(-3pt) #image("/${name}", width: ${widths[i]!.toFixed(1)}pt) #v(-3pt) #text(size: 7.8pt, fill: muted)[${t(p.caption)}]]`;
  });
  const columns = stacked ? "(100%,)" : `(${widths.map((w) => `${w.toFixed(1)}pt`).join(", ")})`;
  const rows = `grid(columns: ${columns}, column-gutter: ${GAP_PT}pt, row-gutter: 12pt, ${cells.join(", ")})`;
  // A column of figures may break between two of them; one row is whole.
  return stacked && b.plots.length > 1 ? `#block(above: 10pt, below: 10pt, ${rows})` : `#whole[#${rows}]`;
}

function table(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const widths = columns.map((c) => `${c.share ?? 1}fr`).join(", ");
  const align = columns.map((c) => (c.align === "right" ? "right" : "left")).join(", ");
  const head = columns.map((c) => `[${t(c.title)}]`).join(", ");
  const body = rows.map((row) => row.map((c) => `[${cell(c)}]`).join(", ")).join(",\n  ");
  return `#caption[${t(caption)}]
#text(size: ${columns.length > 8 ? 7.4 : 7.9}pt, hyphenate: false)[#table(columns: (${widths},), align: (${align},), table.header(${head}),
  ${body})]`;
}

function cell(c: Cell): string {
  if (typeof c === "string") return t(c);
  const text = c.tone ? `#status("${c.tone satisfies Tone}")[${t(c.text)}]` : t(c.text);
  return c.mono ? `#text(size: 7.2pt)[${text}]` : text;
}
