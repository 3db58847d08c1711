import type { ValidationResult } from "@nadir/domain";
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import type { Block, Cell, Column, PlotBlock, Section, Tone } from "./blocks.ts";
import { columnWidths } from "./column-widths.ts";
import { composeReport } from "./compose.ts";
import { rasterOf } from "./raster.ts";
import { PDF_FONT } from "./render-pdf.ts";
import { withoutTimes } from "./zip-times.ts";

const INK = "182026";
const MUTED = "55616B";
const COLOURS: Readonly<Record<Tone, string>> = { good: "00694C", caution: "8A5A00", bad: "A33D05", plain: INK };
const GROUNDS: Readonly<Record<Tone, string>> = { good: "EEF6F2", caution: "FDF4E1", bad: "FBEEE6", plain: "F2F5F7" };
const MARKS: Readonly<Record<Tone, string>> = { good: "✓\u00a0", caution: "▲\u00a0", bad: "✕\u00a0", plain: "" };
/** Width of the text column in px at 96 dpi, and in twentieths of a point. */
const COLUMN_PX = 640;
const COLUMN_DXA = 9600;

/** The report as a Word document, to be completed by its authors. The same result gives the same bytes. */
export async function renderDocx(result: ValidationResult): Promise<Uint8Array> {
  const report = composeReport(result);
  // Counted here and not by the library, whose own numbers go on from document to document.
  const count = { pictures: 0 };
  const document = new Document({
    title: report.title,
    styles: { default: { document: { run: { font: "Calibri", size: 20, color: INK } } } },
    sections: [
      {
        properties: { page: { margin: { top: 1000, bottom: 1000, left: 1150, right: 1150 } } },
        footers: { default: new Footer({ children: [plain(report.foot, { size: 15, color: MUTED })] }) },
        children: [
          plain(report.subtitle, { bold: true, color: "0067A5" }),
          new Paragraph({
            heading: HeadingLevel.TITLE,
            children: [new TextRun({ text: report.title, bold: true, size: 36 })],
          }),
          plain(report.facts.join("  ·  "), { size: 17, color: MUTED }),
          plain(report.notice, { size: 17, color: MUTED, italics: true }),
          ...report.sections.flatMap((s, i) => section(s, i, count)),
        ],
      },
    ],
  });
  const packed = await Packer.toBuffer(document, undefined, [
    { path: "docProps/core.xml", data: coreProperties(report.title) },
  ]);
  return withoutTimes(new Uint8Array(packed));
}

/** Title and nothing else: no author's name of the library, no clock. */
function coreProperties(title: string): string {
  const text = title.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${text}</dc:title><dc:creator>Nadir</dc:creator></cp:coreProperties>`;
}

type Run = ConstructorParameters<typeof TextRun>[0];
const plain = (text: string, run: Exclude<Run, string> = {}, keepNext = false): Paragraph =>
  new Paragraph({ keepNext, spacing: { after: 100 }, children: [new TextRun({ text: tidy(text), ...run })] });

/** A figure and its per cent sign stay on one line; what XML cannot hold goes. */
const tidy = (text: string): string =>
  text
    .replace(/(\d) %/g, "$1\u00a0%")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

type Child = Paragraph | Table;
interface Count {
  pictures: number;
}

const section = (s: Section, index: number, count: Count): Child[] => [
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    keepNext: true,
    spacing: { before: 320, after: 120 },
    children: [new TextRun({ text: `${index + 1} ${tidy(s.title)}`, color: INK })],
  }),
  ...s.blocks.flatMap((b, i) => block(b, count, s.blocks[i + 1])),
];

function block(b: Block, count: Count, next: Block | undefined): Child[] {
  switch (b.kind) {
    case "text":
      // What introduces a figure or a table does not stay behind alone at the foot of a page.
      return [plain(b.text, {}, next?.kind === "plots" || next?.kind === "table")];
    case "heading":
      return [
        new Paragraph({
          heading: HeadingLevel.HEADING_2,
          keepNext: true,
          spacing: { before: 200, after: 80 },
          children: [new TextRun({ text: tidy(b.text), color: INK })],
        }),
      ];
    case "callout":
      return [callout(b.tone, b.title, b.text)];
    case "list":
      return b.items.map(
        (i) =>
          new Paragraph({
            indent: { left: 280, hanging: 180 },
            spacing: { after: 60 },
            children: [new TextRun(`• ${tidy(i)}`)],
          }),
      );
    case "terms":
      return [
        table(
          "",
          [
            { title: "", share: 1 },
            { title: "", share: 3 },
          ],
          b.rows,
          false,
        ),
      ];
    case "numbers":
      return b.items.map(
        (n) =>
          new Paragraph({
            spacing: { after: 80 },
            children: [
              new TextRun({ text: `${tidy(n.label)}: `, color: MUTED }),
              new TextRun({ text: tidy(`${n.value}${n.unit ? ` ${n.unit}` : ""}`), bold: true, size: 26 }),
              new TextRun({ text: `  ${tidy(n.detail)}`, color: MUTED }),
            ],
          }),
      );
    case "plots":
      return b.plots.flatMap((p) => plot(p, count));
    case "table":
      return [
        new Paragraph({
          keepNext: true,
          spacing: { before: 160, after: 60 },
          children: [new TextRun({ text: tidy(b.caption), color: MUTED })],
        }),
        table(b.caption, b.columns, b.rows, true),
      ];
  }
}

function callout(tone: Tone, title: string, text: string): Paragraph {
  return new Paragraph({
    shading: { type: ShadingType.CLEAR, fill: GROUNDS[tone], color: "auto" },
    border: { left: { style: BorderStyle.SINGLE, size: 18, color: COLOURS[tone], space: 6 } },
    spacing: { before: 120, after: 120 },
    children: [
      new TextRun({ text: `${MARKS[tone]}${tidy(title)}`, bold: true, color: COLOURS[tone] }),
      new TextRun({ text: tidy(text), break: 1 }),
    ],
  });
}

/** The vector form, and pixels for programs that know no vectors. */
function plot(p: PlotBlock, count: Count): Child[] {
  const svg = p.draw({ theme: "print", width: Math.max(p.least ?? 0, 480), fontFamily: PDF_FONT });
  const [, , width = "480", height = "320"] = /viewBox="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"/.exec(svg)?.slice(1) ?? [];
  const scale = Math.min(1, COLUMN_PX / Number(width));
  const size = { width: Math.round(Number(width) * scale), height: Math.round(Number(height) * scale) };
  count.pictures++;
  return [
    new Paragraph({
      keepNext: true,
      spacing: { before: 160 },
      children: [new TextRun({ text: tidy(p.title), bold: true })],
    }),
    new Paragraph({
      keepNext: true,
      children: [
        new ImageRun({
          type: "svg",
          data: Buffer.from(svg, "utf8"),
          fallback: { type: "png", data: Buffer.from(rasterOf(svg, 2 * size.width).png) },
          transformation: size,
          altText: {
            id: String(count.pictures),
            name: `Figure ${count.pictures}`,
            title: tidy(p.title),
            description: tidy(p.caption),
          },
        }),
      ],
    }),
    plain(p.caption, { size: 17, color: MUTED }),
  ];
}

function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  headed: boolean,
): Table {
  const size = columns.length > 8 ? 15 : 17;
  const widths = columnWidths(columns, rows, COLUMN_DXA, size / 2);
  const cell = (c: Cell, j: number, bold: boolean): TableCell => {
    const { text, tone, mono } = typeof c === "string" ? { text: c, tone: undefined, mono: false } : c;
    return new TableCell({
      width: { size: widths[j]!, type: WidthType.DXA },
      children: [
        new Paragraph({
          alignment: columns[j]?.align === "right" ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [
            new TextRun({
              text: `${tone ? MARKS[tone] : ""}${tidy(text)}`,
              size: mono ? 14 : size,
              bold: bold || (tone !== undefined && tone !== "plain"),
              ...(tone ? { color: COLOURS[tone] } : {}),
              ...(mono ? { font: "Consolas" } : {}),
            }),
          ],
        }),
      ],
    });
  };
  const line = { style: BorderStyle.SINGLE, size: 4, color: "CCD3D9" };
  const none = { style: BorderStyle.NONE, size: 0, color: "auto" };
  const body = rows.map(
    (row) => new TableRow({ cantSplit: true, children: row.map((c, j) => cell(c, j, !headed && j === 0)) }),
  );
  const head = new TableRow({ tableHeader: true, children: columns.map((c, j) => cell(c.title, j, true)) });
  return new Table({
    width: { size: COLUMN_DXA, type: WidthType.DXA },
    columnWidths: widths,
    ...(caption ? { description: tidy(caption) } : {}),
    margins: { left: 60, right: 60, marginUnitType: WidthType.DXA },
    borders: { top: line, bottom: line, left: none, right: none, insideHorizontal: line, insideVertical: none },
    rows: headed ? [head, ...body] : body.length > 0 ? body : [head],
  });
}
