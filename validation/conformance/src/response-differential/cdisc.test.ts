import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { irecistCases, recistCases } from "./cdisc-cases.ts";
import { cdiscPage, differencesOf, staleExplanations } from "./cdisc-page.ts";

const FOLDER = fileURLToPath(new URL("../../reference/response-cdisc/", import.meta.url));
const PAGE = fileURLToPath(new URL("../../../../docs/conformance/cdisc.md", import.meta.url));
const table = (name: string) =>
  parse(readFileSync(FOLDER + name, "utf8"), { columns: true }) as Record<string, string>[];

describe("CDISC oncology tables", () => {
  const recist = recistCases(table("tu_onco_recist.csv"), table("tr_onco_recist.csv"), table("rs_onco_recist.csv"));
  const irecist = irecistCases(table("rs_onco_irecist.csv"));
  const found = [differencesOf("recist-1.1", recist), differencesOf("irecist", irecist)];

  it("every overall response of the source is compared", () => {
    expect(recist).toHaveLength(24);
    expect(irecist).toHaveLength(26);
    expect(found.map(({ compared }) => compared)).toEqual([66, 75]);
  });

  it("every difference has its explanation, and every explanation a difference", () => {
    const all = found.flatMap(({ differences }) => differences);
    expect(all.filter(({ why }) => why === null)).toEqual([]);
    expect(staleExplanations(all)).toEqual([]);
    expect(found.map(({ differences }) => differences.length)).toEqual([3, 13]);
  });

  it("the page is current", async () => {
    const results = [
      { criterion: "recist-1.1", cases: recist },
      { criterion: "irecist", cases: irecist },
    ];
    await expect(cdiscPage(results)).toMatchFileSnapshot(PAGE);
  });
});
