import { type LineMm, type ReadDocument, type ReadLesion, type ResponseCase, withWhy } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { checkRead, type ReadToCheck } from "./read-problems.ts";

const lesion = (id: string, rest: Partial<ReadLesion> = {}): ReadLesion => ({
  id,
  role: "target",
  organ: "lung",
  location: "",
  node: false,
  component: null,
  certainty: null,
  longestMm: null,
  shortMm: null,
  volumeMm3: null,
  status: null,
  reason: "",
  ...rest,
});
const read = (lesions: ReadLesion[], rest: Partial<ReadDocument> = {}): ReadDocument => ({
  lesions,
  nonTarget: { status: null, sinceLast: null, reason: "" },
  note: "",
  ...rest,
});
const before = (rest: Partial<ResponseCase> = {}): ResponseCase => ({
  schema: "nadir.response-case/1",
  id: "P-1",
  course: { disease: "solid-tumour", treatmentStart: "2024-01-01" },
  lesions: [],
  visits: [{ id: "BL", date: "2024-01-01", role: "baseline" }],
  ...rest,
});
const baseline: ReadToCheck = {
  before: before(),
  visit: "BL",
  reader: "reader-1",
  carried: [],
  criterion: "recist-1.1",
};
/** A scan before the baseline one. */
const screening: ReadToCheck = {
  ...baseline,
  before: before({ visits: [{ id: "BL", date: "2024-01-01", role: "pre-baseline" }] } as Partial<ResponseCase>),
};
const codes = (document: ReadDocument, check: ReadToCheck = baseline) =>
  checkRead(document, check).problems.map(({ code }) => code);
const target = (n: number, organ: string, mm = 20) => lesion(`R1-T${n}`, { organ, longestMm: mm });

describe("a read at baseline, by RECIST 1.1 (Eisenhauer 2009 §3.1, §3.2)", () => {
  it("of five targets, two an organ, can be signed", () => {
    const five = ["lung", "lung", "liver", "liver", "bone"].map((organ, n) => target(n + 1, organ));
    expect(codes(read(five))).toEqual([]);
  });

  it("can be signed with targets that it carries on and finds too small, unseen or too many: the reader cannot change them", () => {
    const fixed = ["lung", "lung", "lung"].map((organ, n) => lesion(`T${n + 1}`, { organ }));
    const found: Partial<ReadLesion>[] = [
      { longestMm: 6 },
      withWhy({ status: "not-evaluable" as const, reason: "" }, "poor-quality"),
      { longestMm: 30 },
    ];
    const as = (n: number) => ({ ...fixed[n]!, ...found[n]! });
    const carrying = { ...baseline, carried: fixed };
    const { problems, outcome } = checkRead(read([as(0), as(1), as(2)]), carrying);
    expect(problems).toEqual([]);
    expect(outcome?.issues).toEqual(
      expect.arrayContaining([
        "too-many-targets-in-organ:lung",
        "target-not-measurable:T1",
        "target-not-measurable:T2",
      ]),
    );
    // A finding without a reason is still a gap, and what the reader adds is the reader's to mend.
    expect(codes(read([as(0), withWhy(as(1), null), as(2)]), carrying)).toEqual(["REASON_MISSING"]);
    const adding = (organ: string) => codes(read([as(0), as(1), as(2), target(1, organ, 9.9)]), carrying);
    expect(adding("liver")).toEqual(["TARGET_NOT_MEASURABLE"]);
    expect(adding("lung")).toEqual(["TARGET_NOT_MEASURABLE", "TOO_MANY_TARGETS_IN_ORGAN"]);
  });

  it("takes at most five targets, and two of one organ", () => {
    const six = ["lung", "lung", "liver", "liver", "bone", "spleen"].map((organ, n) => target(n + 1, organ));
    expect(checkRead(read(six), baseline).problems.map(({ message }) => message)).toEqual([
      "RECIST 1.1 allows at most 5 targets; make the others non-target lesions.",
    ]);
    const three = ["lung", "lung", "lung"].map((organ, n) => target(n + 1, organ));
    expect(checkRead(read(three), baseline).problems[0]?.message).toContain("at most 2 targets in one organ");
  });

  it("tells how many targets there may be before they are measured and their organs are said", () => {
    const messages = (lesions: ReadLesion[]) =>
      checkRead(read(lesions), baseline)
        .problems.filter(({ code }) => code.startsWith("TOO_MANY"))
        .map(({ message }) => message);
    const unsaid = (n: number) => Array.from({ length: n }, (_, at) => lesion(`R1-T${at + 1}`, { organ: "" }));
    expect(messages(unsaid(5)), "lesions without an organ are not in one organ").toEqual([]);
    expect(messages(unsaid(6))).toEqual(["RECIST 1.1 allows at most 5 targets; make the others non-target lesions."]);
    const livers = ["liver", "liver", "liver", ""].map((organ, at) => lesion(`R1-T${at + 1}`, { organ }));
    expect(messages(livers)).toEqual([expect.stringContaining("at most 2 targets in one organ")]);
    const measured = ["", "", ""].map((organ, at) => target(at + 1, organ));
    expect(messages(measured)).toEqual([]);
  });

  it("tells of a target with a finding in the place of its size one reason why it is none", () => {
    const messages = (rest: Partial<ReadLesion>) =>
      checkRead(read([lesion("R1-T1", { organ: "liver", ...rest })]), baseline).problems.map(({ message }) => message);
    const notEvaluable = [
      "Lesion R1-T1 is not evaluable at baseline, and so no target by RECIST 1.1; make it a non-target lesion.",
    ];
    expect(messages({ status: "not-evaluable" })).toEqual(notEvaluable);
    expect(messages({ status: "not-evaluable", reason: "metal" })).toEqual(notEvaluable);
    expect(messages({ status: "too-small" })).toEqual([
      "Lesion R1-T1 is too small to be a target by RECIST 1.1; make it a non-target lesion.",
    ]);
    // Before the baseline nothing is judged: the reason is asked for.
    expect(codes(read([lesion("R1-T1", { status: "not-evaluable" })]), screening)).toEqual(["REASON_MISSING"]);
  });

  it("takes a size as the length of a line only where it is, on an image of the scan", () => {
    // 12 and 16 mm make 20 mm; 8 and −6 mm, at right angles to them, 10 mm.
    const lines = {
      image: "11111111-1111-4111-8111-111111111111",
      plane: "axial" as const,
      longest: [
        [10, 20, 30],
        [22, 36, 30],
      ] as LineMm,
      perpendicular: [
        [12, 24, 30],
        [20, 18, 30],
      ] as LineMm,
    };
    const messages = (rest: Partial<ReadLesion>, images?: readonly string[]) =>
      checkRead(read([lesion("R1-T1", { organ: "liver", longestMm: 20, shortMm: 10, lines, ...rest })]), {
        ...baseline,
        images,
      }).problems.map(({ message }) => message);
    expect(messages({})).toEqual([]);
    expect(messages({ longestMm: 20.05, shortMm: 9.95 }), "rounding").toEqual([]);
    expect(messages({}, [lines.image])).toEqual([]);
    expect(messages({ longestMm: 20.2 })).toEqual([
      "Lesion R1-T1 has a longest diameter of 20.2 mm, and its line is 20.0 mm long; measure it again, or type the size.",
    ]);
    expect(messages({ shortMm: null })).toEqual([
      "Lesion R1-T1 has a perpendicular of no mm, and its line is 10.0 mm long; measure it again, or type the size.",
    ]);
    expect(messages({}, [])).toEqual([
      "Lesion R1-T1 was measured on an image that is none of this scan; measure it again on this one.",
    ]);
  });

  it("takes a node from 15 mm short axis, another lesion from 10 mm", () => {
    const node = (shortMm: number) => lesion("R1-T1", { node: true, organ: "axilla", longestMm: 20, shortMm });
    expect(codes(read([node(15)]))).toEqual([]);
    expect(codes(read([node(14.9)]))).toEqual(["NODE_BELOW_15MM"]);
    expect(codes(read([target(1, "liver", 10)]))).toEqual([]);
    expect(codes(read([target(1, "liver", 9.9)]))).toEqual(["TARGET_NOT_MEASURABLE"]);
  });

  it("needs a size or a finding of each lesion, not both, and the reason why one is not evaluable", () => {
    expect(codes(read([lesion("R1-T1")]))).toEqual(["LESION_NOT_READ"]);
    expect(codes(read([lesion("R1-T1", { longestMm: 20, status: "too-small" })]))).toEqual(["MEASUREMENT_AND_STATUS"]);
    const unseen = lesion("R1-N1", { role: "non-target", status: "not-evaluable" });
    expect(codes(read([target(1, "liver"), unseen]))).toEqual(["REASON_MISSING", "NON_TARGET_MISSING"]);
    const judged = { nonTarget: { status: "present" as const, sinceLast: null, reason: "" } };
    expect(codes(read([target(1, "liver"), { ...unseen, reason: "metal" }], judged))).toEqual([]);
  });

  it("gives a reason by a choice, in its words, or by words of its own; the response is judged as without", () => {
    const nonTarget = { status: "present" as const, sinceLast: null, reason: "" };
    const unseen = lesion("R1-N1", { role: "non-target", status: "not-evaluable" });
    const problems = (why: Parameters<typeof withWhy>[0] & Partial<ReadLesion>) =>
      codes(read([target(1, "liver"), { ...unseen, ...why }], { nonTarget }));
    expect(withWhy(unseen, "poor-quality")).toMatchObject({ reason: "poor image quality", reasonCode: "poor-quality" });
    expect(problems(withWhy(unseen, "poor-quality"))).toEqual([]);
    expect(problems(withWhy(unseen, "other", "metal"))).toEqual([]);
    expect(problems(withWhy(unseen, "other"))).toEqual(["REASON_MISSING"]);
    expect(problems({ reason: "metal", reasonCode: "poor-quality" })).toEqual(["REASON_UNCLEAR"]);
    expect(withWhy({ ...unseen, reason: "metal", reasonCode: "other" }, null)).toEqual(unseen);
    const whole = {
      status: "not-evaluable" as const,
      sinceLast: null,
      reason: "metal",
      reasonCode: "indistinct" as const,
    };
    expect(codes(read([target(1, "liver")], { nonTarget: whole }))).toEqual(["REASON_UNCLEAR"]);
    const later: ReadToCheck = {
      ...baseline,
      before: before({
        lesions: [{ id: "R1-T1", role: "target", organ: "liver", node: false }],
        visits: [
          { id: "BL", date: "2024-01-01", role: "baseline", measurements: [{ lesion: "R1-T1", longestMm: 20 }] },
          { id: "FU", date: "2024-03-01", role: "follow-up" },
        ],
      } as Partial<ResponseCase>),
      visit: "FU",
    };
    const gone = lesion("R1-T1", { organ: "liver", status: "not-evaluable", reason: "metal" });
    const outcomeOf = (one: ReadLesion) => checkRead(read([one]), later).outcome?.visits["FU"];
    expect(outcomeOf(gone)?.overall).toBe("NE");
    expect(outcomeOf({ ...gone, ...withWhy(gone, "removed-or-irradiated") })).toEqual(outcomeOf(gone));
  });

  it("has no new lesions, and names its lesions in the reader's own way", () => {
    const fresh = lesion("R1-X1", { role: "new", certainty: "unequivocal", longestMm: 12 });
    expect(codes(read([fresh]))).toContain("NEW_AT_BASELINE");
    expect(codes(read([lesion("R2-T1", { longestMm: 20 })]))).toEqual(["LESION_NAME"]);
  });
});

describe("a read at a follow-up", () => {
  const carried = [{ id: "R1-T1", role: "target" as const, organ: "lung", node: false, component: null }];
  const followUp: ReadToCheck = {
    ...baseline,
    visit: "FU1",
    carried,
    before: before({
      lesions: [{ id: "R1-T1", role: "target", organ: "lung" }],
      visits: [
        { id: "BL", date: "2024-01-01", role: "baseline", measurements: [{ lesion: "R1-T1", longestMm: 50 }] },
        { id: "FU1", date: "2024-03-01", role: "follow-up" },
      ],
    }),
  };

  it("carries the lesions on, and is judged by what the reader read", () => {
    // 50 to 34 mm is −32 %: partial response from −30 % on (Eisenhauer 2009 §4.3.1).
    const { problems, outcome } = checkRead(read([target(1, "lung", 34)]), followUp);
    expect(problems).toEqual([]);
    expect(outcome?.visits["FU1"]?.overall).toBe("PR");
  });

  it("drops no lesion, changes none, and takes no target any more", () => {
    expect(codes(read([]), followUp)).toEqual(["LESION_DROPPED"]);
    expect(codes(read([lesion("R1-T1", { organ: "liver", longestMm: 30 })]), followUp)).toEqual(["LESION_CHANGED"]);
    expect(codes(read([target(1, "lung"), target(2, "lung")]), followUp)).toEqual(["TARGET_AT_FOLLOW_UP"]);
  });

  it("is progression by an unequivocal new lesion, and not by an equivocal one", () => {
    const fresh = (certainty: "equivocal" | "unequivocal") =>
      lesion("R1-X1", { role: "new", organ: "liver", certainty, longestMm: 12 });
    const overall = (document: ReadDocument) => checkRead(document, followUp).outcome?.visits["FU1"]?.overall;
    expect(overall(read([target(1, "lung", 50), fresh("unequivocal")]))).toBe("PD");
    expect(overall(read([target(1, "lung", 50), fresh("equivocal")]))).toBe("SD");
    expect(codes(read([target(1, "lung", 50), { ...fresh("equivocal"), certainty: null }]), followUp)).toEqual([
      "CERTAINTY_MISSING",
    ]);
  });
});

describe("a read by RANO 2.0 (Wen 2023)", () => {
  const glioma: ReadToCheck = {
    ...baseline,
    criterion: "rano-2.0",
    before: before({ course: { disease: "glioma", treatmentStart: "2024-01-01" } }),
  };
  it("needs both diameters, takes three targets and none below 10 × 10 mm", () => {
    const both = (n: number, shortMm: number | null) =>
      lesion(`R1-T${n}`, { organ: "brain", component: "enhancing", longestMm: 20, shortMm });
    expect(codes(read([both(1, 12)]), glioma)).toEqual([]);
    expect(codes(read([both(1, null)]), glioma)).toEqual(["FIGURE_MISSING"]);
    expect(codes(read([both(1, 9)]), glioma)).toEqual(["TARGET_NOT_MEASURABLE"]);
    expect(codes(read([1, 2, 3, 4].map((n) => both(n, 12))), glioma)).toEqual(["TOO_MANY_TARGETS_IN_COMPONENT"]);
  });
});
