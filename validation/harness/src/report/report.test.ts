import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readZip } from "@nadir/api/upload";
import { BEST_CATEGORIES, BEST_LEVELS, DEVELOPMENT_KINDS, type ValidationResult } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runInspireValidation } from "../inspire.ts";
import { inspireDatabase } from "../testing/trial-database.ts";
import { composeReport } from "./compose.ts";
import { reportPapers } from "./papers.ts";
import { renderCsv } from "./render-csv.ts";
import { renderDocx } from "./render-docx.ts";
import { renderHtml } from "./render-html.ts";
import { renderPdf } from "./render-pdf.ts";

let result: ValidationResult;
let html: string;
let folder: string;
beforeAll(async () => {
  const inspire = await inspireDatabase();
  result = (await runInspireValidation(inspire)).result;
  await inspire.close();
  html = renderHtml(result);
  folder = mkdtempSync(join(tmpdir(), "nadir-report-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the report as HTML", () => {
  it("is one file: no script, nothing fetched", () => {
    expect(html).not.toMatch(/<script|<link|<iframe|<img|@import|url\(|javascript:|\son\w+=/i);
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/(src|href)="(?!#)/);
  });

  it("holds every part that was asked for", () => {
    for (const phrase of [
      "Too small to conclude",
      "Flow of participants",
      "ROC curves",
      "At risk",
      "This test set has been opened once",
      "TRIPOD+AI",
      "No fitted step has seen a test subject",
      "not a medical device",
      result.protocolHash,
      result.planHash,
      result.life.predictionsHash,
      result.life.auditHead.hash,
      ...result.artefacts.map((a) => a.outputHash),
    ])
      expect(html).toContain(phrase);
  });

  it("escapes what people wrote", () => {
    const nasty = structuredClone(result);
    nasty.protocol.identity.title = `<script>alert("1")</script>`;
    expect(renderHtml(nasty)).not.toContain("<script>");
    expect(renderHtml(nasty)).toContain("&lt;script&gt;");
  });

  it("draws each figure for light and for dark", () => {
    expect(html.match(/class="on-light"/g)?.length).toBe(html.match(/class="on-dark"/g)?.length);
  });
});

describe("what the report says of itself", () => {
  it("names the kind of marker in the words of the BEST glossary, and how it was developed", () => {
    for (const category of result.protocol.biomarker.best) expect(html).toContain(BEST_CATEGORIES[category].term);
    expect(html).toContain(BEST_LEVELS[result.protocol.biomarker.level].term);
    expect(html).toContain(DEVELOPMENT_KINDS[result.protocol.biomarker.development].slice(0, 30));
    const indirect = structuredClone(result);
    indirect.protocol.biomarker.development = "indirect";
    expect(renderHtml(indirect)).toContain("A good result against the stand-in shows nothing");
  });

  it("gives commit, configuration and the commands to run it again", () => {
    expect(html).toContain(`commit ${result.software.commit}`);
    expect(html).toContain(`nadir validate verify ${result.protocol.identity.family}`);
    expect(html).toContain("nadir validate lock plan.json --author A --approver B");
  });

  it("says its limits, and that nothing in it is post hoc", () => {
    expect(html).toContain("For research only.");
    expect(html).toContain("none is post hoc");
  });

  it("names signatories who had seen sealed courses, and says where there are none", () => {
    expect(html).toContain("None: no signatory looked at the course");
    const seen = structuredClone(result);
    seen.life.unblinded = [
      { person: "Dr Both", subjects: 3, first: "2026-01-01T10:00:00.000Z", last: "2026-01-02T10:00:00.000Z" },
    ];
    expect(renderHtml(seen)).toContain("Dr Both looked at the course of 3 sealed test subjects");
  });

  it("names who read, by the record", () => {
    expect(result.readers!.readers.length).toBeGreaterThan(0);
    for (const { reader, measurements } of result.readers!.readers)
      expect(html).toContain(`${reader}: ${measurements} measurements`);
  });
});

describe("the tables of the report in one archive", () => {
  it("are what they are one by one, with the same bytes for the same result", async () => {
    const packed = (await reportPapers(result)).get("csv")!;
    const files = new Map(
      [...readZip(packed, 50_000_000)].map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]),
    );
    expect(files.get("README.txt")).toContain("not a medical device");
    files.delete("README.txt");
    expect(files).toEqual(new Map(renderCsv(result)));
    expect(Buffer.compare((await reportPapers(structuredClone(result))).get("csv")!, packed)).toBe(0);
  });
});

describe("the report as PDF", () => {
  it("has the same bytes for the same result, other bytes for another", () => {
    const bytes = renderPdf(result);
    expect(Buffer.compare(renderPdf(structuredClone(result)), bytes)).toBe(0);
    const other = structuredClone(result);
    other.primary.sentence = "Another sentence.";
    expect(Buffer.compare(renderPdf(other), bytes)).not.toBe(0);
  });

  it("sets what people wrote as text, never as markup", () => {
    const nasty = structuredClone(result);
    nasty.protocol.identity.title = '#panic("x") $x$ *b* "quoted" \\ [a] @b <c>';
    expect(renderPdf(nasty).length).toBeGreaterThan(50_000);
  });

  it("keeps its words and the labels of its figures as text", (context) => {
    const file = join(folder, "report.pdf");
    writeFileSync(file, renderPdf(result));
    let text: string;
    try {
      text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    } catch {
      return context.skip("pdftotext (poppler-utils) is not on this machine");
    }
    for (const phrase of ["Too small to conclude", "Left out", "At risk", "1 − specificity", "TRIPOD+AI items"])
      expect(text).toContain(phrase);
    expect(text.replace(/[\s\u200b]/g, "")).toContain(result.protocolHash);
  });
});

describe("the pages of the PDF", () => {
  it("are filled, and none ends with a heading whose section begins on the next", (context) => {
    const file = join(folder, "pages.pdf");
    writeFileSync(file, renderPdf(result));
    let boxes: string;
    try {
      boxes = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
    } catch {
      return context.skip("pdftotext (poppler-utils) is not on this machine");
    }
    // A page is 842 pt high; its text ends at 788 pt, the foot lies below.
    const pages = boxes.split("<page ").slice(1);
    const words = pages.map((page) =>
      [...page.matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)]
        .map(([, top, bottom, word]) => ({ top: Number(top), bottom: Number(bottom), word: word! }))
        .filter((w) => w.bottom < 795),
    );
    expect(words.length).toBeGreaterThan(10);
    const titles = composeReport(result).sections.map((s) => s.title.replace(/\s/g, ""));
    for (const [n, page] of words.slice(0, -1).entries()) {
      const end = Math.max(...page.map((w) => w.bottom));
      expect(end, `page ${n + 1} ends at`).toBeGreaterThan(640);
      const last = page.filter((w) => w.bottom > end - 4).map((w) => w.word);
      const line = last.join("").replace(/^\d+/, "");
      expect(titles, `page ${n + 1} ends with`).not.toContain(line);
    }
  });
});

describe("the same seed on one core and on two", () => {
  it("gives the same fit, the same resampling and the same report, byte for byte", (context) => {
    const file = join(folder, "result.json");
    writeFileSync(file, JSON.stringify(result));
    const root = join(import.meta.dirname, "../../../..");
    const script = join(import.meta.dirname, "../testing/report-hashes.ts");
    const on = (cores: string): string =>
      execFileSync("taskset", ["-c", cores, process.execPath, "--import", "tsx", script, file], {
        encoding: "utf8",
        cwd: root,
      });
    try {
      execFileSync("taskset", ["-c", "0,1", "true"]);
    } catch {
      return context.skip("taskset with two cores is not on this machine");
    }
    const [one, two] = [on("0"), on("0,1")];
    expect(Object.keys(JSON.parse(one))).toEqual(["fit", "resampling", "html", "pdf", "docx", "csv"]);
    expect(two).toBe(one);
    // And they are those of this process, which nobody has tied to a core.
    const here = createHash("sha256").update(renderPdf(result)).digest("hex");
    expect(JSON.parse(one)).toMatchObject({ pdf: here });
  });
});

describe("the report as Word document", () => {
  it("has the same bytes for the same result, other bytes for another", async () => {
    const bytes = await renderDocx(result);
    expect(Buffer.compare(await renderDocx(structuredClone(result)), bytes)).toBe(0);
    const other = structuredClone(result);
    other.primary.sentence = "Another sentence.";
    expect(Buffer.compare(await renderDocx(other), bytes)).not.toBe(0);
  });

  it("keeps every heading with what follows it", async () => {
    const files = new Map([...readZip(await renderDocx(result), 50_000_000)].map((f) => [f.name, f.bytes]));
    const body = new TextDecoder().decode(files.get("word/document.xml"));
    const headings = [
      ...body.matchAll(/<w:pPr>(?:(?!<\/w:pPr>).)*<w:pStyle w:val="Heading[12]"\/>(?:(?!<\/w:pPr>).)*<\/w:pPr>/g),
    ];
    expect(headings.length).toBeGreaterThan(composeReport(result).sections.length);
    for (const [properties] of headings) expect(properties).toContain("<w:keepNext/>");
  });

  it("holds the words, the tables and the figures, what people wrote as text", async (context) => {
    const nasty = structuredClone(result);
    nasty.protocol.identity.title = "<w:p>A & B\u0001</w:p>";
    const file = join(folder, "report.docx");
    writeFileSync(file, await renderDocx(nasty));
    let body: string;
    let list: string;
    try {
      body = execFileSync("unzip", ["-p", file, "word/document.xml"], { encoding: "utf8", maxBuffer: 1e8 });
      list = execFileSync("unzip", ["-l", file], { encoding: "utf8" });
    } catch {
      return context.skip("unzip is not on this machine");
    }
    expect(body).toContain("&lt;w:p&gt;A &amp; B&lt;/w:p&gt;");
    for (const phrase of ["Too small to conclude", "TRIPOD+AI", result.protocolHash]) expect(body).toContain(phrase);
    expect(list.match(/media\/.*\.svg/g)?.length).toBeGreaterThan(3);
    expect(list.match(/media\/.*\.png/g)?.length).toBe(list.match(/media\/.*\.svg/g)?.length);
  });
});

describe("the report as tables", () => {
  it("gives every table of the report its file", () => {
    const files = renderCsv(result);
    const tables = composeReport(result).sections.flatMap((s) => s.blocks.filter((b) => b.kind === "table"));
    expect([...files.keys()].filter((name) => !name.startsWith("points-"))).toHaveLength(tables.length);
    const discrimination = [...files].find(([name]) => name.endsWith("-discrimination.csv"))![1].split("\r\n");
    expect(discrimination[0]).toBe("Analysis,Set,AUC (95 % interval),With / without,Excluded,Method");
    expect(discrimination[1]).toContain("Primary: AUC,Test");
  });

  it("lets no cell be taken for a formula, and quotes commas", () => {
    const nasty = structuredClone(result);
    nasty.caseMix[0]!.variable = "=1+1, cmd";
    const table = [...renderCsv(nasty)].find(([name]) => name.startsWith("participants-1"))![1];
    expect(table).toContain(`"'=1+1, cmd"`);
  });
});

describe("the report as data", () => {
  it("gives every sub-item of TRIPOD+AI a status and a place", () => {
    expect(result.tripodAi).toHaveLength(52);
    expect(new Set(result.tripodAi.map((i) => i.no)).size).toBe(52);
    for (const item of result.tripodAi) expect(item.place.length).toBeGreaterThan(3);
  });

  it("points only to sections that exist", () => {
    const titles = composeReport(result).sections.map((s) => s.title);
    const named = result.tripodAi.filter((i) => i.status === "auto").flatMap((i) => i.place.split("; "));
    const known = [...titles, "Title page", "Survival", "Definitions", "Proof", "Subgroups"];
    for (const place of named) expect(known.some((t) => place.startsWith(t))).toBe(true);
  });

  it("reports every planned analysis in every planned set, and no other", () => {
    const planned = result.protocol.secondary.flatMap((s) => s.sets.map((set) => `${s.id} ${set}`));
    expect(result.secondary.map((a) => `${a.id} ${a.set}`)).toEqual(planned);
  });

  it("says why wherever a figure is missing", () => {
    const missing: unknown[] = [];
    const walk = (value: unknown): void => {
      if (value === null || typeof value !== "object") return;
      if ("method" in value && "note" in value && "value" in value && value.value === null && !value.note)
        missing.push(value);
      Object.values(value).forEach(walk);
    };
    walk(result);
    expect(missing).toEqual([]);
  });
});
