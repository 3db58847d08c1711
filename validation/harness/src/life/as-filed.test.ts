import type { ValidationResult } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { asFiled } from "./as-filed.ts";
import { differences } from "./differences.ts";

const assays = {
  rows: [{ marker: "PD-L1", assay: "PharmDx", set: "test" as const, site: "S1", subjects: 3 }],
  unseen: [],
};
const today = { deviations: [], assays } as unknown as ValidationResult;
const { assays: _, ...earlier } = today;

describe("verification of a report that was filed before assays were named", () => {
  it("misses nothing in it", () => {
    expect(differences(earlier, asFiled(today, {}))).toEqual([]);
  });

  it("still finds them taken out of, or changed in, a report that held them", () => {
    expect(differences(earlier, asFiled(today, { assays })).map((d) => d.path)).toEqual(["assays"]);
    const changed = { ...today, assays: { ...assays, unseen: [{ marker: "PD-L1", assay: "PharmDx", subjects: 3 }] } };
    expect(differences(changed, asFiled(today, { assays })).map((d) => d.path)).toEqual(["assays.unseen.0"]);
  });
});
