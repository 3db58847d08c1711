import type { Patient } from "@nadir/api/read";
import { patientTimeline } from "@nadir/charts";
import { expect, it } from "vitest";
import { courseTable } from "./course-table.ts";
import { labLanes } from "./lab-lanes.ts";

type Row = { code?: string; date: string; value: number; unit?: string; referenceLow?: number; referenceHigh?: number };
const lanes = (...rows: Row[]) =>
  labLanes(rows.map((row) => ({ code: "LDH", ...row })) as unknown as Patient["observations"], (day) =>
    Number(day.slice(-2)),
  );
const LIMITS = { referenceLow: 135, referenceHigh: 225 };

it("draws values of two units in one, with their limits, as the clinical figures reckon with them", () => {
  // 3.5 µkat/L are 210 U/L, the limits 2.25 and 3.75 are 135 and 225.
  const found = lanes(
    { date: "2024-01-01", value: 200, unit: "U/L", ...LIMITS },
    { date: "2024-01-20", value: 3.5, unit: "ukat/L", referenceLow: 2.25, referenceHigh: 3.75 },
    { date: "2024-01-30", value: 4, unit: "µkat/L", referenceLow: 2.25, referenceHigh: 3.75 },
  );
  expect(found).toEqual([
    expect.objectContaining({
      label: "LDH",
      unit: "U/L",
      points: [
        { day: 1, value: 200 },
        { day: 20, value: 210 },
        { day: 30, value: 240 },
      ],
      reference: { low: 135, high: 225 },
    }),
  ]);
  expect(courseTable({ series: found }).rows.map((row) => row.slice(4, 6))).toEqual([
    [200, "U/L"],
    [210, "U/L"],
    [240, "U/L"],
  ]);
});

it("leaves values of one unit as they were recorded", () => {
  expect(lanes({ date: "2024-01-01", value: 3.5, unit: "ukat/L", referenceHigh: 3.75 })).toEqual([
    expect.objectContaining({ unit: "ukat/L", points: [{ day: 1, value: 3.5 }], reference: { high: 3.75 } }),
  ]);
  expect(lanes({ code: "NLR", date: "2024-01-01", value: 4, unit: "1" })[0]?.unit).toBe("");
});

it("gives a lane of its own to what cannot be converted", () => {
  const rows = [
    { date: "2024-01-01", value: 200, unit: "U/L", ...LIMITS },
    { date: "2024-01-20", value: 3, unit: "mg/dL" },
    { date: "2024-01-25", value: 3 },
  ];
  expect(lanes(...rows).map(({ unit, points, reference }) => [unit, points[0]?.value, reference])).toEqual([
    ["U/L", 200, { low: 135, high: 225 }],
    ["mg/dL", 3, undefined],
    ["", 3, undefined],
  ]);
  const unknown = rows.map((row) => ({ ...row, code: "XYZ" }));
  expect(lanes(...unknown).map(({ unit }) => unit)).toEqual(["U/L", "mg/dL", ""]);
});

it("judges each value by the limits of its own laboratory where these differ", () => {
  const found = lanes(
    { date: "2024-01-01", value: 240, unit: "U/L", referenceHigh: 225 },
    { date: "2024-01-20", value: 240, unit: "U/L", referenceHigh: 250 },
  );
  expect(found[0]).not.toHaveProperty("reference");
  const svg = patientTimeline({ series: found }, { width: 600 });
  expect(svg.match(/above the reference range/g)).toHaveLength(1);
});
