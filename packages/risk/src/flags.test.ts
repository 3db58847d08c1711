import { parseResponseCase } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { abscopal } from "./abscopal.ts";
import { dissociated } from "./dissociated.ts";
import type { Flag } from "./flag.ts";
import { flags } from "./flags.ts";
import { pseudoprogression } from "./pseudoprogression.ts";

type Entry = readonly [lesion: string, size: number | string | readonly [number, number]];
/** Visits as lists of [lesion, size]; the first is the baseline. Lesions X… are new. */
function course(
  visits: Readonly<Record<string, readonly Entry[]>>,
  rest: { course?: object; lesions?: Record<string, object>; options?: object } = {},
) {
  const ids = [...new Set(Object.values(visits).flatMap((entries) => entries.map(([id]) => id)))];
  return parseResponseCase({
    schema: "nadir.response-case/1",
    id: "flags",
    course: { disease: "solid-tumour", treatmentStart: "2024-01-08", ...rest.course },
    lesions: ids.map((id) => ({
      id,
      role: id.startsWith("X") ? "new" : "target",
      organ: "liver",
      ...rest.lesions?.[id],
    })),
    visits: Object.entries(visits).map(([date, entries], i) => ({
      id: i === 0 ? "BL" : `V${i}`,
      date,
      role: i === 0 ? "baseline" : "follow-up",
      measurements: entries.map(([lesion, size]) =>
        typeof size === "number"
          ? { lesion, longestMm: size }
          : typeof size === "string"
            ? { lesion, status: size }
            : { lesion, longestMm: size[0], shortMm: size[1] },
      ),
    })),
    ...(rest.options ? { options: rest.options } : {}),
  });
}
const BL = "2024-01-01";
const V1 = "2024-03-04";
const V2 = "2024-04-08";
const V3 = "2024-05-13";

describe("pseudoprogression", () => {
  it.each([
    ["no progression at all", { [BL]: [["T1", 50]], [V1]: [["T1", 50]] }, { result: "no", date: null }],
    ["a confirmed one", { [BL]: [["T1", 50]], [V1]: [["T1", 62]], [V2]: [["T1", 70]] }, { result: "no", date: null }],
    [
      "an open one",
      { [BL]: [["T1", 50]], [V1]: [["T1", 62]] },
      { result: "undetermined", reason: "confirmation-awaited", date: V1 },
    ],
    [
      "an open one whose scan came too early",
      { [BL]: [["T1", 50]], [V1]: [["T1", 62]], "2024-03-11": [["T1", 20]] },
      { result: "undetermined", date: V1 },
    ],
    [
      "stabilisation",
      { [BL]: [["T1", 50]], [V1]: [["T1", 62]], [V2]: [["T1", 55]] },
      { result: "yes", depth: "stabilisation" },
    ],
    [
      "a response only after a further progression is not its response",
      { [BL]: [["T1", 50]], [V1]: [["T1", 62]], [V2]: [["T1", 55]], [V3]: [["T1", 62]], "2024-06-17": [["T1", 30]] },
      { result: "yes", date: V1, depth: "stabilisation" },
    ],
  ] as const)("%s", (_, visits, expected) => {
    expect(pseudoprogression(course(visits as unknown as Record<string, Entry[]>))).toMatchObject(expected);
  });

  it("is undetermined when treatment changed between", () => {
    const document = course(
      { [BL]: [["T1", 50]], [V1]: [["T1", 62]], [V2]: [["T1", 30]] },
      { options: { pseudoprogression: { treatmentChanged: true } } },
    );
    expect(pseudoprogression(document)).toMatchObject({
      result: "undetermined",
      reason: "treatment-changed",
      date: V1,
    });
  });

  it("under RANO 2.0 is only what arose within 12 weeks of radiotherapy", () => {
    const visits = {
      "2023-12-01": [["T1", [20, 20]]],
      "2024-02-05": [["T1", [20, 20]]],
      "2024-07-01": [["T1", [24, 24]]],
      "2024-08-05": [["T1", [20, 20]]],
    } as Record<string, Entry[]>;
    const document = course(visits, {
      course: { disease: "glioma", setting: "newly-diagnosed", radiotherapyEnd: "2024-01-08" },
      options: { "rano-2.0": { confirmPd: true } },
    });
    expect(pseudoprogression(document)).toMatchObject({ source: "rano-2.0", result: "no" });
  });
});

describe("dissociated response", () => {
  it.each([
    [
      "a missing target, and not yet yes",
      [
        ["T1", 20],
        ["T2", "not-evaluable"],
      ],
      "not-evaluable",
    ],
    [
      "a missing target, but already yes",
      [
        ["T1", 20],
        ["T2", "not-evaluable"],
        ["X1", 6],
      ],
      "yes",
    ],
    [
      "4.9 mm are too little",
      [
        ["T1", 35.1],
        ["T2", 24.9],
      ],
      "no",
    ],
    [
      "a merged lesion has no size of its own",
      [
        ["T1", 60],
        ["T2", "merged"],
      ],
      "not-evaluable",
    ],
  ] as const)("%s", (_, entries, expected) => {
    const answer = dissociated(
      course({
        [BL]: [
          ["T1", 40],
          ["T2", 20],
        ],
        [V1]: entries as unknown as Entry[],
      }),
    );
    expect(answer.visits.V1?.result).toBe(expected);
  });

  it("by Zhou: a new lesion while the sum is less than 20 % over the nadir", () => {
    const zhou = (size: number) =>
      dissociated(
        course({
          [BL]: [["T1", 50]],
          [V1]: [["T1", 60]],
          [V2]: [
            ["T1", size],
            ["X1", 6],
          ],
        }),
      ).visits.V2?.["zhou-2020"];
    expect([zhou(59.9), zhou(60)]).toEqual(["yes", "no"]);
  });
});

describe("abscopal response", () => {
  const radiotherapy = { course: { radiotherapy: { start: "2024-03-10" } }, lesions: { T1: { irradiated: true } } };
  it("is not evaluable when every target is in the field", () => {
    expect(abscopal(course({ [BL]: [["T1", 50]], [V1]: [["T1", 20]] }, radiotherapy))).toMatchObject({
      result: "not-evaluable",
      reason: "no-non-irradiated-target",
    });
  });
  it("counts the first response after radiotherapy, as the definition says, whatever stood before", () => {
    const document = course(
      {
        [BL]: [
          ["T1", 50],
          ["T2", 50],
        ],
        [V1]: [
          ["T1", 50],
          ["T2", 30],
        ],
        [V2]: [
          ["T1", 20],
          ["T2", 30],
        ],
      },
      radiotherapy,
    );
    expect(abscopal(document)).toMatchObject({ result: "yes", date: V2 });
  });
  it("is forbidden by a new lesion", () => {
    const document = course(
      {
        [BL]: [
          ["T1", 50],
          ["T2", 50],
        ],
        [V2]: [
          ["T1", 20],
          ["T2", 30],
          ["X1", 6],
        ],
      },
      radiotherapy,
    );
    expect(abscopal(document)).toMatchObject({ result: "no", singleLesionOnly: true });
  });
});

describe("flags", () => {
  const all = (document: ReturnType<typeof course>) =>
    new Map(flags(document).map((flag): [string, Flag] => [flag.definition, flag]));

  it("lists every definition, each with its source, its evidence and what is missing", () => {
    const found = all(
      course({
        [BL]: [
          ["T1", 50],
          ["T2", 40],
        ],
        [V1]: [
          ["T1", 70],
          ["T2", 20],
        ],
      }),
    );
    expect([...found.keys()]).toEqual([
      "hyperprogression/champiat-2017",
      "hyperprogression/ferrara-2018",
      "hyperprogression/saada-bouzid-2017",
      "hyperprogression/kato-2017",
      "hyperprogression/lo-russo-2019",
      "hyperprogression/matos-2020",
      "pseudoprogression/irecist",
      "pseudoprogression-prospective/irecist-clinical-stability",
      "dissociated/bernard-tessier-2020",
      "dissociated/zhou-2020",
      "abscopal/out-of-field-recist",
      "adscopal/near-field-recist",
    ]);
    for (const flag of found.values()) {
      expect(flag.citation).not.toBe("");
      expect(flag.text).not.toBe("");
      expect(flag.missing.length > 0 || flag.result === "yes" || flag.result === "no").toBe(true);
    }
    expect(found.get("hyperprogression/champiat-2017")).toMatchObject({
      result: "not-evaluable",
      reason: "no-pre-baseline-scan",
      missing: ["a scan before baseline"],
    });
    expect(found.get("dissociated/bernard-tessier-2020")).toMatchObject({ result: "yes", visit: "V1", date: V1 });
  });

  it("says which figures are missing instead of failing", () => {
    const found = all(course({ [BL]: [["T1", 20]], [V1]: [["T1", 30]] }, { course: { disease: "glioma" } }));
    expect(found.get("pseudoprogression/irano")).toMatchObject({ result: "not-evaluable", reason: "figures-missing" });
    expect(found.get("pseudoprogression/irano")?.missing).toContain("longestMm with shortMm");
  });
});

describe("what a definition lacked", () => {
  const of = (definition: string, document: ReturnType<typeof course>) =>
    flags(document).find((flag) => flag.definition === definition)!;

  it("Lo Russo: a no that unknown inputs could turn is undetermined, and they are named", () => {
    // Met: sum +60 %, a new organ. Not known: failure within two months, ECOG. Two and two make three possible.
    const grown = {
      [BL]: [["T1", 50]],
      [V1]: [
        ["T1", 80],
        ["X1", 12],
      ],
    } as const;
    const open = of("hyperprogression/lo-russo-2019", course(grown, { lesions: { X1: { organ: "bone" } } }));
    expect(open).toMatchObject({ result: "undetermined", reason: "inputs-missing" });
    expect(open.text).toMatch(/^2 of 5 criteria met .* Not known: .*treatment failure.*; ECOG .*may be met\.$/);
    expect(open.missing).toHaveLength(2);
    // One met and two unknown: three are possible. None met: they are not.
    expect(of("hyperprogression/lo-russo-2019", course({ [BL]: [["T1", 50]], [V1]: [["T1", 80]] })).result).toBe(
      "undetermined",
    );
    expect(of("hyperprogression/lo-russo-2019", course({ [BL]: [["T1", 50]], [V1]: [["T1", 60]] }))).toMatchObject({
      result: "no",
      reason: null,
    });
  });

  it("a new lesion is in a new organ, or in two, only where organs are named", () => {
    // Sum 60 to 76 mm: +16 mm, +26.7 %; ECOG 2; two new lesions.
    const grown = {
      [BL]: [["T1", 60]],
      [V1]: [
        ["T1", 76],
        ["X1", 12],
        ["X2", 14],
      ],
    } as const;
    const at = (T1: string, X1: string, X2: string) =>
      course(grown, { lesions: { T1: { organ: T1 }, X1: { organ: X1 }, X2: { organ: X2 } } });
    const matos = (...organs: [string, string, string]) => of("hyperprogression/matos-2020", at(...organs));
    expect(matos("liver", "bone", "lung").result).toBe("yes");
    expect(matos("liver", "bone", "bone").result).toBe("no");
    for (const unnamed of ["not-stated", "all-targets"])
      expect(matos("liver", "bone", unnamed)).toMatchObject({
        ...{ result: "not-evaluable", reason: "organ-not-named", missing: ["the organ of each lesion"] },
      });
    const loRusso = (...organs: [string, string, string]) => of("hyperprogression/lo-russo-2019", at(...organs));
    expect(loRusso("liver", "bone", "lung").text).toMatch(/^1 of 5 criteria met \(a new organ\)/);
    const open = loRusso("all-targets", "bone", "lung");
    expect(open.text).toMatch(/^0 of 5 criteria met;/);
    expect(open.missing).toContain("the organ of each lesion");
  });

  it("dissociated response: names the target that was not measured, and the visit", () => {
    const flag = of(
      "dissociated/bernard-tessier-2020",
      course({
        [BL]: [
          ["T1", 50],
          ["T2", 30],
        ],
        [V1]: [
          ["T1", 20],
          ["T2", "not-evaluable"],
        ],
      }),
    );
    expect(flag).toMatchObject({ result: "not-evaluable", reason: "target-missing" });
    expect(flag.text).toContain(
      "Not evaluable: it needs every target measured (not at V1: T2). Responding targets: T1",
    );
    const none = of("dissociated/zhou-2020", course({ [BL]: [["T1", 50]] }));
    expect(none.text).toMatch(/^Not evaluable: it needs a scan after treatment start\./);
  });
});
