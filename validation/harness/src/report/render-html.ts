import type { ValidationResult } from "@nadir/domain";
import type { Block, Cell, Column, PlotBlock, Report, Section, Tone } from "./blocks.ts";
import { composeReport } from "./compose.ts";
import { STYLE } from "./style.ts";

/**
 * The report as one HTML file: no script, nothing fetched, system fonts; readable on a narrow screen, in the dark and on
 * paper. The same result gives the same bytes.
 */
export function renderHtml(result: ValidationResult): string {
  return renderReport(composeReport(result));
}

/** Any report as one file: no script, nothing fetched. */
export function renderReport(report: Report): string {
  const contents = report.sections.map((s) => `<li><a href="#${s.id}">${escaped(s.title)}</a></li>`).join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(report.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="over">${escaped(report.subtitle)}</p>
<h1>${escaped(report.title)}</h1>
<ul class="facts">${report.facts.map((f) => `<li>${escaped(f)}</li>`).join("")}</ul>
<p class="notice">${escaped(report.notice)}</p>
</header>
<nav aria-label="Contents"><ol>${contents}</ol></nav>
<main>
${report.sections.map(section).join("\n")}
</main>
<footer><p>${escaped(report.foot)}</p><p>${escaped(report.notice)}</p></footer>
</body>
</html>
`;
}

/** For HTML; a figure and its per cent sign stay on one line. */
export const escaped = (text: string): string =>
  text
    .replace(/(\d) %/g, "$1\u00a0%")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");

function section(s: Section, index: number): string {
  return `<section id="${s.id}" aria-labelledby="${s.id}-title">
<h2 id="${s.id}-title"><span class="no">${index + 1}</span> ${escaped(s.title)}</h2>
${s.blocks.map(block).join("\n")}
</section>`;
}

function block(b: Block): string {
  switch (b.kind) {
    case "text":
      return `<p>${escaped(b.text)}</p>`;
    case "heading":
      return `<h3>${escaped(b.text)}</h3>`;
    case "callout":
      return `<div class="callout ${b.tone}"><p class="callout-title">${mark(b.tone)}${escaped(b.title)}</p><p>${escaped(b.text)}</p></div>`;
    case "list":
      return `<ul class="list">${b.items.map((i) => `<li>${escaped(i)}</li>`).join("")}</ul>`;
    case "terms":
      return `<dl>${b.rows.map(([term, text]) => `<div><dt>${escaped(term)}</dt><dd>${escaped(text)}</dd></div>`).join("")}</dl>`;
    case "numbers":
      return `<div class="numbers">${b.items
        .map(
          (n) =>
            `<div><p class="label">${escaped(n.label)}</p><p class="value">${escaped(n.value)}${n.unit ? ` <span class="unit">${escaped(n.unit)}</span>` : ""}</p><p class="detail">${escaped(n.detail)}</p></div>`,
        )
        .join("")}</div>`;
    case "plots":
      return plots(b.plots);
    case "table":
      return table(b.caption, b.columns, b.rows);
  }
}

/** A shape besides the colour: tick, triangle, cross. */
const SHAPES: Readonly<Record<Tone, string>> = { good: "✓", caution: "▲", bad: "✕", plain: "" };
const mark = (tone: Tone): string =>
  SHAPES[tone] === "" ? "" : `<span class="mark" aria-hidden="true">${SHAPES[tone]}</span> `;

/** Width in px of the text column, and of the gap between two figures. */
const COLUMN = 1060;
const GAP = 32;

function plots(all: readonly PlotBlock[]): string {
  if (all.length === 0) return "";
  const total = all.reduce((s, p) => s + (p.share ?? 1), 0);
  const columns = all.map((p) => `${p.share ?? 1}fr`).join(" ");
  const width = (p: PlotBlock) =>
    all.length === 1 ? 700 : Math.round((COLUMN - GAP * (all.length - 1)) * ((p.share ?? 1) / total));
  return `<div class="plots n${all.length}" style="--columns:${columns}">${all.map((p) => plot(p, width(p))).join("")}</div>`;
}

function plot(p: PlotBlock, width: number): string {
  return `<figure><p class="figure-title">${escaped(p.title)}</p><div class="on-light">${p.draw({ theme: "light", width })}</div><div class="on-dark">${p.draw({ theme: "dark", width })}</div><figcaption>${escaped(p.caption)}</figcaption></figure>`;
}

function table(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): string {
  const total = columns.reduce((s, c) => s + (c.share ?? 1), 0);
  const widths = columns.map((c) => `<col style="width:${((100 * (c.share ?? 1)) / total).toFixed(1)}%">`).join("");
  const side = (j: number): string => (columns[j]?.align === "right" ? ' class="right"' : "");
  const head = columns.map((c, j) => `<th scope="col"${side(j)}>${escaped(c.title)}</th>`).join("");
  const body = rows
    .map(
      (row) =>
        `<tr>${row
          .map((c, j) => {
            const content = cell(c);
            return j === 0 ? `<th scope="row"${side(j)}>${content}</th>` : `<td${side(j)}>${content}</td>`;
          })
          .join("")}</tr>`,
    )
    .join("");
  return `<div class="table" role="region" aria-label="${escaped(caption.slice(0, 80))}" tabindex="0"><table><caption>${escaped(caption)}</caption><colgroup>${widths}</colgroup><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function cell(c: Cell): string {
  if (typeof c === "string") return escaped(c);
  const text = c.tone ? `<span class="status ${c.tone}">${mark(c.tone)}${escaped(c.text)}</span>` : escaped(c.text);
  return c.mono ? `<code>${text}</code>` : text;
}
