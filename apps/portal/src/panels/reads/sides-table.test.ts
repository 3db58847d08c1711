import type { AdjudicationForm } from "@nadir/api/reads";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { SidesTable } from "./sides-table.tsx";

const lesion = (location: string) => ({
  ...{ id: "T1", role: "target", organ: "liver", location, node: false, component: null, certainty: null },
  ...{ longestMm: 20.6, shortMm: null, volumeMm3: null, status: null, reason: "" },
});
const side = (location: string, progressionOn: string | null) => ({
  best: null,
  progressionOn,
  visits: [
    {
      ...{ visit: "BL", date: "2026-01-05", overall: null, sum: 20.6, unit: "mm", note: "" },
      lesions: [lesion(location)],
      nonTarget: { status: null },
      signed: { by: null, at: new Date("2026-01-06T10:00:00Z"), meaning: "read", hash: "ab".repeat(32), broken: null },
    },
  ],
});
const shown = (amended: AdjudicationForm["amended"] = []) =>
  renderToStaticMarkup(
    createElement(SidesTable, {
      form: {
        ...{ first: side("segment 8", "2026-03-01"), second: side("", null), discrepancies: [], amended },
      } as unknown as AdjudicationForm,
      days: { dates: { kind: "calendar" } },
      onGoTo: () => {},
    }),
  ).replace(/<[^>]*>/g, "");

describe("both reads, side by side", () => {
  it("say where each lesion lies, as its reader wrote it", () => {
    expect(shown()).toContain("T1, liver, segment 8: 20.6");
    expect(shown()).toContain("T1, liver: 20.6");
  });

  it("show of a read that was amended since what was compared, and say that it was", () => {
    expect(shown()).not.toContain("amended since");
    expect(shown(["reader-1"])).toMatch(/2026-03-01, as it was then; amended since/);
  });
});
