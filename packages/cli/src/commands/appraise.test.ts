import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agreementOf, emptyForms, readForms, reviewed } from "../appraise/quadas-table.ts";
import { runNadir } from "../testing/run-nadir.ts";

const HEAD =
  "study,reviewer,selectionBias,indexTestBias,referenceBias,flowBias,selectionApplicability,indexTestApplicability,referenceApplicability";
const FORMS = `${HEAD},note
Rao,anna,low,high,low,unclear,low,low,low,
Rao,ben,low,low,low,unclear,low,low,low,
Rao,consensus,low,high,low,unclear,low,low,low,threshold was tuned
Hsu,anna,high,high,unclear,low,low,low,low,
Hsu,ben,high,high,low,low,low,low,low,
`;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nadir-appraise-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("nadir appraise quadas-2", () => {
  test("gives an empty form for two reviewers: seven judgements a study, four of bias, three of applicability", () => {
    expect(emptyForms(["Rao", "Hsu"], ["anna", "ben"])).toBe(
      `${HEAD},note\nRao,anna,,,,,,,,\nRao,ben,,,,,,,,\nHsu,anna,,,,,,,,\nHsu,ben,,,,,,,,\n`,
    );
  });

  test("takes what both said, their consensus where they differed, and leaves open what is open", () => {
    const studies = reviewed("forms.csv", readForms("forms.csv", FORMS));
    expect(studies.map((s) => [s.study, s.differed])).toEqual([
      ["Rao", ["indexTestBias"]],
      ["Hsu", ["referenceBias"]],
    ]);
    expect(studies[0]!.judgements).toMatchObject({ indexTestBias: "high", flowBias: "unclear" });
    expect(studies[1]!.judgements).toMatchObject({ referenceBias: null, selectionBias: "high" });
  });

  test("states the reviewers' agreement by kappa", () => {
    // Four studies on one judgement: low-low, low-high, high-high, high-high. Observed 3/4; chance 1/2 × 1/4 + 1/2 × 3/4
    // = 1/2; kappa = (3/4 - 1/2) / (1 - 1/2) = 1/2.
    const rows = ["low,low", "low,high", "high,high", "high,high"].flatMap((pair, i) =>
      pair.split(",").map((j, r) => `s${i},${r === 0 ? "anna" : "ben"},${j},low,low,low,low,low,low`),
    );
    const forms = readForms("f.csv", `${HEAD}\n${rows.join("\n")}\n`);
    const [first] = agreementOf(forms, reviewed("f.csv", forms));
    expect(first).toMatchObject({ judgement: "selectionBias", studies: 4, differed: 1 });
    expect(first!.kappa).toBeCloseTo(0.5, 12);
  });

  test("names every fault: words that are no judgement, one reviewer, three reviewers", async () => {
    const wrong = FORMS.replace("low,high,low,unclear", "good,,low,unclear");
    expect(() => readForms("f.csv", wrong)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ where: { file: "f.csv", row: 2, column: "selectionBias" } }),
          expect.objectContaining({ where: { file: "f.csv", row: 2, column: "indexTestBias" } }),
        ],
      }),
    );
    const alone = readForms("f.csv", FORMS.split("\n").slice(0, 2).join("\n"));
    expect(() => reviewed("f.csv", alone)).toThrow(/'Rao' has forms of anna; give one of each of two/);
  });

  test("draws the figure from the table: one mark for each judgement, and the shares over the studies", async () => {
    const [table, figure] = [join(folder, "forms.csv"), join(folder, "quadas.svg")];
    await writeFile(table, FORMS);
    const ran = await runNadir(["appraise", "quadas-2", table, "--figure", figure]);
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stderr).toContain("open: Hsu");
    const svg = await readFile(figure, "utf8");
    expect(svg.match(/class="judgement"/g)).toHaveLength(14);
    const titles = [...svg.matchAll(/<title>([^<]*)<\/title>/g)].map((m) => m[1]);
    expect(titles).toContain("Rao, Index test, risk of bias: high");
    expect(titles).toContain("Hsu, Reference standard, risk of bias: reviewers differ, no consensus yet");
    expect(titles).toContain("Patient selection, risk of bias: low in 1 of 2");
    expect(titles).toContain("Index test, risk of bias: high in 2 of 2");
  });
});
