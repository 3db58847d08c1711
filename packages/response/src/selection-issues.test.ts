import { describe, expect, it } from "vitest";
import { assess } from "./assess.ts";
import { courseTable } from "./testing/course-table.ts";

const days = [0, 56, 112, 168];
const sizes = {
  T1: [
    [40, 30],
    [41, 30],
    [42, 31],
    [42, 31],
  ],
} as const;

describe("a change of modality", () => {
  it.each([
    ["recist-1.1", "solid-tumour"],
    ["irecist", "solid-tumour"],
    ["imrecist", "solid-tumour"],
    ["irrecist", "solid-tumour"],
    ["irrc", "solid-tumour"],
    ["itrecist", "solid-tumour"],
    ["rano-2010", "glioma"],
    ["mrano", "glioma"],
    ["rano-2.0", "glioma"],
    ["irano", "glioma"],
    ["rano-bm", "brain-metastases"],
  ] as const)(
    "%s tells of each visit measured otherwise than the baseline, and changes no outcome",
    (criterion, disease) => {
      const table = (at: Record<number, { modality: "CT" | "MR" }>) =>
        courseTable({
          days,
          targets: sizes,
          at,
          lesions: { T1: { organ: "brain" } },
          course: {
            disease,
            ...(disease === "glioma" ? { setting: "recurrent" as const, immunotherapyStart: "2024-01-08" } : {}),
          },
        });
      const plain = assess(table({}), criterion);
      const changed = assess(table({ 0: { modality: "CT" }, 1: { modality: "CT" }, 2: { modality: "MR" } }), criterion);
      expect(changed.issues).toEqual([...plain.issues, "modality-changed:V2"].sort());
      expect({ ...changed, issues: [] }).toEqual({ ...plain, issues: [] });
      // Of a visit or a baseline whose method nobody recorded nothing can be told.
      expect(assess(table({ 2: { modality: "MR" } }), criterion).issues).toEqual(plain.issues);
    },
  );
});
