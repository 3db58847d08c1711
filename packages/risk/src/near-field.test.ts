import { parseResponseCase } from "@nadir/domain";
import { courseOf } from "@nadir/response";
import { describe, expect, it } from "vitest";
import { abscopal } from "./abscopal.ts";
import { nearFieldFlag } from "./near-field.ts";

/** T1 irradiated, T2 near the field, T3 far from it; radiotherapy from 2024-01-11. Sizes at baseline and V1. */
const course = (sizes: Readonly<Record<string, readonly [number, number]>>, distances: object = {}, local = true) =>
  parseResponseCase({
    schema: "nadir.response-case/1",
    id: "near",
    course: {
      disease: "solid-tumour",
      treatmentStart: "2024-01-08",
      ...(local ? { radiotherapy: { start: "2024-01-11" } } : {}),
    },
    lesions: Object.keys(sizes).map((id) => ({
      id,
      role: "target",
      organ: `organ ${id}`,
      ...({ T1: { irradiated: true }, T2: { fieldDistance: "near-field" }, ...distances } as Record<string, object>)[
        id
      ],
    })),
    visits: ["2024-01-01", "2024-03-04"].map((date, i) => ({
      id: i === 0 ? "BL" : "V1",
      date,
      role: i === 0 ? "baseline" : "follow-up",
      measurements: Object.entries(sizes).map(([lesion, mm]) => ({ lesion, longestMm: mm[i] })),
    })),
  });

describe("adscopal: response near the field", () => {
  it("the near targets by themselves: 20 to 14 is exactly −30 %, whatever the others do", () => {
    const document = course({ T1: [50, 80], T2: [20, 14], T3: [30, 30] });
    expect(nearFieldFlag(courseOf(document))).toMatchObject({
      definition: "adscopal/near-field-recist",
      result: "yes",
      visit: "V1",
      figures: { nearField: "T2", nearFieldSumMm: 14, label: "PR" },
    });
    // The near lesion is filtered out of the out-of-field sum: 30 to 30.
    expect(abscopal(document)).toMatchObject({
      result: "no",
      visits: { V1: { outOfFieldSumMm: 30, outOfField: "SD" } },
    });
  });

  it("a lesion of which nobody said how near it lies stays out of the field", () => {
    const document = course({ T1: [50, 50], T3: [30, 21] });
    expect(abscopal(document).result).toBe("yes");
    expect(nearFieldFlag(courseOf(document))).toMatchObject({
      result: "not-evaluable",
      reason: "no-near-field-target",
      missing: ["a target recorded as near the radiation field (fieldDistance)"],
    });
  });

  it("14.1 of 20 is no response; without radiotherapy there is nothing to be near to", () => {
    expect(nearFieldFlag(courseOf(course({ T1: [50, 50], T2: [20, 14.1] })))).toMatchObject({
      result: "no",
      visit: null,
    });
    expect(nearFieldFlag(courseOf(course({ T2: [20, 14] }, {}, false)))).toMatchObject({ reason: "no-radiotherapy" });
  });

  it("refuses an irradiated lesion that is said to lie near or out of the field", () => {
    const wrong = () => course({ T1: [50, 50] }, { T1: { irradiated: true, fieldDistance: "near-field" } });
    expect(wrong).toThrow(/lesion T1: it is irradiated, yet fieldDistance says 'near-field'/);
  });
});
