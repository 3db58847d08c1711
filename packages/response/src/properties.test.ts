import { fc, test } from "@fast-check/vitest";
import type { CriterionOutcome, FiredRule } from "@nadir/domain";
import { describe, expect } from "vitest";
import { assess, assessAll } from "./assess.ts";
import { CRITERIA } from "./criteria.ts";
import { arbitraryCourse } from "./testing/arbitrary-course.ts";
import { courseTable } from "./testing/course-table.ts";

const seeded = { seed: 20240108, numRuns: 150 };
const ALL = [...CRITERIA.keys()];
const labels = (outcome: CriterionOutcome) =>
  Object.fromEntries(Object.entries(outcome.visits).map(([id, v]) => [id, v.overall]));
const GOOD: Readonly<Record<string, number>> = { CR: 4, PR: 3, SD: 2, "NON-CR/NON-PD": 2, NED: 2, PD: 1, NE: 0 };

describe("laws of the response criteria", () => {
  test.prop([arbitraryCourse], seeded)("the same course gives the same answer, with or without the trace", (table) => {
    const document = courseTable(table);
    const full = assessAll(document, ALL);
    expect(assessAll(courseTable(table), ALL)).toEqual(full);
    const bare = assessAll(document, ALL, { trace: false });
    for (const id of ALL) {
      expect(labels(bare[id] as CriterionOutcome)).toEqual(labels(full[id] as CriterionOutcome));
      expect(bare[id]?.pfs).toEqual(full[id]?.pfs);
      expect(bare[id]?.bestOverall).toEqual(full[id]?.bestOverall);
      expect(Object.values(bare[id]?.visits ?? {}).every((visit) => visit.trace.length === 0)).toBe(true);
      expect(Object.values(full[id]?.visits ?? {}).every((visit) => visit.trace.length > 0)).toBe(true);
    }
  });

  test.prop([arbitraryCourse, fc.nat({ max: 5 })], seeded)("a new lesion never improves RECIST 1.1", (table, at) => {
    const column = 1 + (at % (table.days.length - 1));
    const without = assess(courseTable(table), "recist-1.1");
    const lesion = table.days.map((_, i) => (i >= column ? 8 : null));
    const withLesion = assess(courseTable({ ...table, new: { ...table.new, Z: lesion } }), "recist-1.1");
    Object.keys(without.visits).forEach((id, i) => {
      if (i + 1 < column) expect(withLesion.visits[id]).toEqual(without.visits[id]);
      else expect(withLesion.visits[id]?.overall).toBe("PD");
    });
    for (const kind of ["confirmed", "unconfirmed"] as const) {
      const was = GOOD[without.bestOverall[kind]] as number;
      const is = GOOD[withLesion.bestOverall[kind]] as number;
      // NE says nothing, so that PD in its place is no improvement.
      expect(is <= was || withLesion.bestOverall[kind] === "PD").toBe(true);
    }
    expect(withLesion.pfs.date <= without.pfs.date || without.pfs.status === "censored").toBe(true);
  });

  const large = fc
    .array(fc.array(fc.integer({ min: 30, max: 100 }), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 3 })
    .map((rows): Record<string, number[]> => Object.fromEntries(rows.map((row, k) => [`T${k + 1}`, row])));
  test.prop([large, fc.integer({ min: 2, max: 9 })], seeded)(
    "clear of the millimetre rules, the unit of length does not matter",
    (targets, factor) => {
      const days = [0, 63, 98, 160, 230];
      const square = (scale: number) =>
        Object.fromEntries(
          Object.entries(targets).map(([id, row]) => [id, row.map((mm) => [mm * scale, mm * scale] as const)]),
        );
      for (const id of ["recist-1.1", "itrecist", "irrc", "rano-2010", "rano-2.0"]) {
        const small = assess(courseTable({ days, targets: square(1) }), id);
        const big = assess(courseTable({ days, targets: square(factor) }), id);
        expect(labels(big)).toEqual(labels(small));
        expect(big.bestOverall).toEqual(small.bestOverall);
        expect(big.pfs).toEqual(small.pfs);
      }
    },
  );

  test.prop([arbitraryCourse, fc.nat({ max: 5 }), fc.integer({ min: 1, max: 6 })], seeded)(
    "a visit without a scan changes no other visit, under no criterion",
    (table, at, offset) => {
      const before = courseTable(table);
      const column = 1 + (at % (table.days.length - 1));
      const day = (table.days[column] as number) - offset;
      const visits = [...before.visits];
      const date = courseTable({ days: [day], targets: {} }).visits[0]?.date as string;
      visits.splice(column, 0, { id: "GAP", date, role: "follow-up", imaged: false });
      for (const id of ALL) {
        const plain = assess(before, id);
        const withGap = assess({ ...before, visits }, id);
        const { GAP: gap, ...others } = withGap.visits;
        expect(withGap.progressionDate).toBe(plain.progressionDate);
        expect(withGap.bestOverall).toEqual(plain.bestOverall);
        expect(withGap.pfs).toEqual(plain.pfs);
        expect(gap?.overall === "NE" || plain.progressionDate !== null).toBe(true);
        expect(Object.fromEntries(Object.entries(others).map(([k, v]) => [k, v.overall]))).toEqual(labels(plain));
      }
    },
  );

  test.prop([arbitraryCourse], seeded)(
    "there is no iCPD without an iUPD before it, and none is left after it",
    (table) => {
      const outcome = assess(courseTable(table), "irecist");
      const order = Object.values(outcome.visits).map((visit) => visit.overall);
      const confirmed = order.indexOf("iCPD");
      if (confirmed < 0) return;
      expect(order.slice(0, confirmed)).toContain("iUPD");
      expect(order.slice(confirmed).every((label) => label === "iCPD")).toBe(true);
      expect(outcome.progressionConfirmed).toBe(true);
      expect(outcome.progressionDate).toBe(outcome.episodes.at(-1)?.date);
    },
  );

  test.prop([arbitraryCourse], seeded)(
    "the order in which lesions and measurements are listed does not matter, under no criterion",
    (table) => {
      const document = courseTable(table);
      const turned = {
        ...document,
        lesions: [...document.lesions].reverse(),
        visits: document.visits.map((visit) => ({ ...visit, measurements: [...(visit.measurements ?? [])].reverse() })),
      };
      for (const id of ALL) {
        const [one, other] = [assess(document, id), assess(turned, id)];
        expect(labels(other)).toEqual(labels(one));
        expect(other.bestOverall).toEqual(one.bestOverall);
        expect(other.pfs).toEqual(one.pfs);
        expect(other.issues).toEqual(one.issues);
      }
    },
  );

  test.prop([arbitraryCourse], seeded)("an unchanged parameter changes nothing but is told", (table) => {
    const plain = assessAll(courseTable(table), ALL);
    const options = {
      "recist-1.1": { progressionPercent: 20 },
      irecist: { confirmAtLeastMm: 5 },
      mrano: { acceptSdBetween: 0 },
    };
    expect(assessAll(courseTable({ ...table, options }), ALL)).toEqual(plain);
  });

  test.prop([arbitraryCourse], seeded)("the figures of the trace decide RECIST 1.1 again", (table) => {
    const outcome = assess(courseTable(table), "recist-1.1");
    for (const visit of Object.values(outcome.visits)) {
      const target = visit.trace.find((rule) => rule.id.startsWith("recist-1.1.target-")) as FiredRule;
      expect(targetAgain(target)).toBe(visit.target);
      const table1 = visit.trace.find((rule) => rule.id === "recist-1.1.overall");
      if (table1) expect(overallAgain(table1)).toBe(visit.overall);
      else expect(["PD", "NE"]).toContain(visit.overall);
    }
  });
});

/** RECIST 1.1 §4.3.1 from the figures of a fired rule, in tenths of a millimetre, written apart from the engine. */
function targetAgain({ id, figures }: FiredRule): string {
  const tenths = (key: string) => (figures[key] === null ? null : Math.round(Number(figures[key]) * 10));
  const [sum, measured, baseline, nadir] = ["sum", "measured", "baseline", "nadir"].map(tenths);
  const progressed =
    nadir !== null && nadir !== undefined && Number(measured) - nadir >= 50 && 5 * (Number(measured) - nadir) >= nadir;
  if (id.endsWith("no-targets")) return "NA";
  if (id.endsWith("returned")) return Number(measured) > 0 ? "PD" : "not derivable";
  if (sum === null) return progressed ? "PD" : "NE";
  if (figures.lesionsThere === 0) return "CR";
  if (progressed) return "PD";
  if (baseline === null) return "NE";
  if (10 * Number(sum) <= 7 * Number(baseline)) return "PR";
  return id.endsWith("held") ? "PR" : "SD";
}

function overallAgain({ figures: { target, nonTarget, newLesion } }: FiredRule): string {
  if (newLesion === "yes" || target === "PD" || nonTarget === "PD") return "PD";
  if (target === "NA") return nonTarget === "NA" ? "NED" : String(nonTarget);
  if (target === "CR" && nonTarget !== "CR" && nonTarget !== "NA") return "PR";
  return String(target);
}
