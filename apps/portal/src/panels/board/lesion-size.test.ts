import type { Patient } from "@nadir/api/read";
import { expect, it } from "vitest";
import { lesionSize, unitOfLesions } from "./lesion-size.ts";

type Measurement = Patient["measurements"][number];
const measured = (figures: Partial<Measurement>) => figures as Measurement;
const patientUnder = (criterion: string) =>
  ({
    trial: { criteria: [{ id: criterion, primary: true }] },
    assessments: [{ criterion, outcome: { criterion, visitOrder: [], visits: {} } }],
  }) as unknown as Patient;

const both = measured({ longestMm: 30, shortMm: 20, volumeMm3: 6500 });

it("is what the criterion in force adds up: a diameter, a product of two, a volume", () => {
  expect(unitOfLesions(patientUnder("recist-1.1"), [both])).toBe("mm");
  expect(unitOfLesions(patientUnder("rano-2010"), [both])).toBe("mm2");
  expect(lesionSize(both, "mm", false)).toBe(30);
  expect(lesionSize(both, "mm", true)).toBe(20);
  expect(lesionSize(both, "mm2", false)).toBe(600);
  expect(lesionSize(both, "mm3", false)).toBe(6.5);
});

it("adds the parts of a lesion that has split, and is none where one figure is lacking", () => {
  const parts = ["20x12", "15x9"];
  expect(lesionSize(measured({ parts }), "mm2", false)).toBe(375);
  expect(lesionSize(measured({ parts: [...parts, "5"] }), "mm2", false)).toBeNull();
  expect(lesionSize(measured({ status: "not-evaluable" }), "mm", false)).toBeNull();
});

it("falls back to what was measured", () => {
  expect(unitOfLesions(patientUnder("rano-2010"), [measured({ longestMm: 30 })])).toBe("mm");
  expect(unitOfLesions(patientUnder("recist-1.1"), [measured({ volumeMm3: 6500 })])).toBe("mm3");
});
