import type { Patient, PatientImage } from "@nadir/api/read";
import { expect, it } from "vitest";
import { dayStyle } from "../../ui/day-style.ts";
import { placesOfBoard } from "./places-of-board.ts";

const CALENDAR = dayStyle({ kind: "calendar" });
const imagesAt = (...visits: string[]) => visits.map((visit) => ({ visit }) as PatientImage);
/** Visits with their roles, and the visit of the lowest burden before the latest. */
const patient = (roles: Readonly<Record<string, string>>, nadir: string | null = null) =>
  ({
    visits: Object.entries(roles).map(([id, role], at) => ({ id, role, date: `2026-0${at + 1}-01`, simulated: false })),
    trial: { criteria: [{ id: "recist-1.1", primary: true }] },
    assessments: [
      { criterion: "recist-1.1", outcome: { visitOrder: ["w16"], visits: { w16: { size: { nadirVisit: nadir } } } } },
    ],
  }) as unknown as Patient;
const named = (of: Patient, ...scans: string[]) =>
  placesOfBoard(of, imagesAt(...scans), CALENDAR).map(({ name, visit }) => `${name}: ${visit}`);

it("a scan before baseline is not the baseline", () => {
  const of = patient({ pre: "screening", base: "baseline", w8: "follow-up", w16: "follow-up" }, "w8");
  expect(named(of, "pre", "base", "w8", "w16")).toEqual(["Baseline: base", "Lowest before: w8", "Latest: w16"]);
});

it("where the baseline has no scan, the first one is called what it is", () => {
  const of = patient({ base: "baseline", w8: "follow-up", w16: "follow-up" });
  expect(named(of, "w8", "w16")).toEqual(["First scan: w8", "Latest: w16"]);
});

it("a visit that is two of them stands once", () => {
  const of = patient({ base: "baseline", w16: "follow-up" }, "base");
  expect(named(of, "base", "w16")).toEqual(["Baseline: base", "Latest: w16"]);
  expect(named(of, "base")).toEqual(["Baseline: base"]);
  expect(named(of)).toEqual([]);
});
