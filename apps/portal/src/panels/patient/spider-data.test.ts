import type { Patient } from "@nadir/api/read";
import { expect, it } from "vitest";
import { spiderOf } from "./spider-data.ts";

/** A patient with a baseline scan and nothing after it. */
const patientUnder = (criterion: string, parameters?: Record<string, unknown>): Patient =>
  ({
    trial: { criteria: [{ id: criterion, primary: true }] },
    subject: { key: "P" },
    visits: [{ id: "BL", date: "2024-01-01", simulated: false }],
    assessments: [{ criterion, outcome: { criterion, parameters, baselineVisit: "BL", visitOrder: [], visits: {} } }],
  }) as unknown as Patient;

it.each([
  ["recist-1.1", undefined, "sum of diameters", [-30, 20]],
  ["rano-2010", undefined, "sum of products", [-50, 25]],
  ["mrano", { measure: "volume", responsePercent: 65, progressionPercent: 40 }, "volume", [-65, 40]],
  // What the trial changed of it.
  ["recist-1.1", { responsePercent: 25, progressionPercent: 15 }, "sum of diameters", [-25, 15]],
])("with only a baseline, %s %j is drawn in its own measure and against its own lines", (id, given, measure, lines) => {
  const options = spiderOf(patientUnder(id, given))!.options;
  expect(options).toMatchObject({ measure, progressionPercent: lines[1] });
  expect(options.references.map(({ percent }) => percent)).toEqual(lines);
});
