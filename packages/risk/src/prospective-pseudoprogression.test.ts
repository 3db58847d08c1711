import { addDays, parseResponseCase, type ResponseCase } from "@nadir/domain";
import { caseUntil } from "@nadir/response";
import { describe, expect, it } from "vitest";
import type { Flag } from "./flag.ts";
import { flags } from "./flags.ts";
import { prospectivePseudoprogression } from "./prospective-pseudoprogression.ts";

interface VisitOf {
  readonly day: number;
  readonly mm?: number;
  readonly area?: readonly [number, number];
  readonly more?: object;
  readonly fresh?: boolean;
}
/** One target; day 0 is the baseline, treatment starts on day 7. `fresh`: new lesion X1 of 12 × 12 mm is seen. */
function course(visits: readonly VisitOf[], facts: object = {}, x1: object = {}): ResponseCase {
  return parseResponseCase({
    schema: "nadir.response-case/1",
    id: "prospective",
    course: { disease: "solid-tumour", treatmentStart: "2024-01-08", ...facts },
    lesions: [
      { id: "T1", role: "target", organ: "brain" },
      { id: "X1", role: "new", organ: "brain", ...x1 },
    ],
    visits: visits.map(({ day, mm, area, more, fresh }, i) => ({
      id: i === 0 ? "BL" : `V${i}`,
      date: addDays("2024-01-01", day),
      role: i === 0 ? "baseline" : "follow-up",
      ...more,
      measurements: [
        { lesion: "T1", ...(area ? { longestMm: area[0], shortMm: area[1] } : { longestMm: mm }) },
        ...(fresh ? [{ lesion: "X1", longestMm: 12, shortMm: 12 }] : []),
      ],
    })),
  });
}
const one = (document: ResponseCase, rule: string): Flag =>
  prospectivePseudoprogression(document).find(({ definition }) => definition.endsWith(rule)) as Flag;
const stable = { clinical: "stable", ecog: 1 };

describe("pseudoprogression, prospective: iRECIST with clinical stability", () => {
  const rule = "irecist-clinical-stability";
  it("an iUPD of a stable patient may be pseudoprogression, and says that it is not the label", () => {
    const flag = one(
      course([
        { day: 0, mm: 50, more: stable },
        { day: 63, mm: 60, more: stable },
      ]),
      rule,
    );
    expect(flag).toMatchObject({ result: "yes", visit: "V1", reason: null, missing: [] });
    expect(flag.text).toContain("Prospective, not the retrospective label.");
    expect(flag.figures).toEqual({ clinical: "clinically stable", performance: "ECOG 1 at baseline, 1 now" });
  });

  it("clinical decline, or a worse ECOG, speaks against it", () => {
    const flagOf = (more: object) =>
      one(
        course([
          { day: 0, mm: 50, more: stable },
          { day: 63, mm: 60, more },
        ]),
        rule,
      );
    expect(flagOf({ clinical: "worse", ecog: 1 })).toMatchObject({ result: "no", visit: "V1" });
    expect(flagOf({ clinical: "stable", ecog: 2 }).text).toContain("ECOG 1 at baseline, 2 now");
    expect(flagOf({ clinical: "stable", ecog: 2 }).result).toBe("no");
    // What is not met decides; the input that is missing beside it could not turn it.
    expect(flagOf({ clinical: "worse" })).toMatchObject({ result: "no", missing: [] });
  });

  it("names what nobody recorded, and takes nothing for granted", () => {
    expect(
      one(
        course([
          { day: 0, mm: 50 },
          { day: 63, mm: 60 },
        ]),
        rule,
      ),
    ).toMatchObject({
      result: "undetermined",
      reason: "inputs-missing",
      missing: ["the clinical state at V1 (stable, improved or worse)", "ECOG at BL and V1"],
    });
  });

  it("nothing has swollen: there is nothing to judge", () => {
    expect(
      one(
        course([
          { day: 0, mm: 50 },
          { day: 63, mm: 55 },
        ]),
        rule,
      ),
    ).toMatchObject({ result: "no", visit: null });
  });

  it("is made of what was known on the day: later scans change nothing, and the label needs them", () => {
    const first = [
      { day: 0, mm: 50, more: stable },
      { day: 63, mm: 60, more: stable },
    ];
    const open = course(first);
    const refuted = course([...first, { day: 119, mm: 30, more: { ...stable, clinical: "worse" } }]);
    expect(one(refuted, rule)).toEqual(one(open, rule));
    const label = (document: ResponseCase) =>
      flags(document).find(({ definition }) => definition === "pseudoprogression/irecist");
    expect(label(open)).toMatchObject({ result: "undetermined", reason: "confirmation-awaited" });
    expect(label(refuted)).toMatchObject({ result: "yes", visit: "V1" });
  });

  it("a new lesion that only later proved real had not swollen on its day", () => {
    const document = course(
      [
        { day: 0, mm: 50, more: stable },
        { day: 63, mm: 50, more: stable, fresh: true },
        { day: 119, mm: 50, more: stable, fresh: true },
      ],
      {},
      { certainty: "equivocal", confirmedAt: "V2" },
    );
    const onTheDay = caseUntil(document, "2024-03-04") as ResponseCase;
    expect(one(onTheDay, rule)).toMatchObject({ result: "no", visit: null });
  });
});

describe("pseudoprogression, prospective: glioma", () => {
  // Radiotherapy ended on day 30: day 113 is day 83 after it.
  const rt = { disease: "glioma", setting: "newly-diagnosed", radiotherapyEnd: addDays("2024-01-01", 30) };
  const visits = (day: number, more: object, fresh = false): VisitOf[] => [
    { day: 0, area: [30, 30], more: { dexamethasoneMgPerDay: 4 } },
    { day: 55, area: [20, 20], more: { dexamethasoneMgPerDay: 4 } },
    { day, area: [25, 20], more, fresh },
  ];
  const fine = { clinical: "stable", dexamethasoneMgPerDay: 4 };

  it("growth in the field within twelve weeks, stable, no more steroids: may be pseudoprogression", () => {
    const flag = one(course(visits(113, fine), rt), "rano-12-weeks");
    expect(flag).toMatchObject({ result: "yes", visit: "V2" });
    expect(flag.figures).toMatchObject({
      time: "83 days after radiotherapy (fewer than 84 asked)",
      field: "no new lesion",
    });
  });

  it("day 84 is outside: progression there does not wait", () => {
    expect(one(course(visits(114, fine), rt), "rano-12-weeks")).toMatchObject({ result: "no", visit: null });
  });

  it("more dexamethasone, or a new lesion outside the field, speaks against it", () => {
    const raised = one(course(visits(90, { ...fine, dexamethasoneMgPerDay: 8 }), rt), "rano-12-weeks");
    expect(raised).toMatchObject({ result: "no", visit: "V2" });
    expect(raised.text).toContain("dexamethasone 4 mg at baseline, 8 mg now");
    const outside = one(course(visits(90, fine, true), rt, { outsideRtField: true }), "rano-12-weeks");
    expect(outside.text).toContain("new lesion outside the high-dose field: X1");
    expect(one(course(visits(90, fine, true), rt), "rano-12-weeks")).toMatchObject({
      result: "undetermined",
      missing: ["whether X1 lies outside the high-dose field"],
    });
  });

  it("without the last day of radiotherapy it is not evaluable, and says so", () => {
    const { radiotherapyEnd: _, ...without } = rt;
    expect(one(course(visits(90, fine), without), "rano-12-weeks")).toMatchObject({
      result: "not-evaluable",
      reason: "no-radiotherapy-end",
      missing: ["the last day of radiotherapy"],
    });
  });

  it("iRANO: six months of immunotherapy without decline; clinical decline is progression at once", () => {
    const facts = { disease: "glioma", setting: "recurrent" };
    const at = (day: number, more: object) =>
      one(
        course(
          [
            { day: 0, area: [20, 20] },
            { day, area: [25, 20], more },
          ],
          facts,
        ),
        "irano-6-months",
      );
    // Treatment began on 2024-01-08 (day 7): six months end on 2024-07-08, day 189.
    expect(at(189, { clinical: "stable" })).toMatchObject({ result: "yes", visit: "V1" });
    expect(at(190, { clinical: "stable" })).toMatchObject({ result: "no", visit: null });
    expect(at(100, { clinical: "worse" })).toMatchObject({ result: "no", visit: null });
    expect(at(100, {})).toMatchObject({ result: "undetermined", reason: "inputs-missing" });
  });
});
