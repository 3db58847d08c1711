import { drawSubjects, hashOf, type ProtocolDocument, type SplitSet, temporalSet } from "@nadir/domain";
import type { SubjectFacts } from "./facts.ts";
import { indexDate } from "./index-date.ts";

export interface Assignment {
  readonly subjectId: string;
  readonly subjectKey: string;
  readonly set: SplitSet;
  /** Why a subject takes no part. */
  readonly reason: string | null;
}

/**
 * Applies eligibility and the split rule. Every subject gets exactly one set, whatever the row order. `sealed` are the
 * row ids in the sealed test set: a drawn test set is that draw, every other rule is applied anew and must agree with it.
 */
export function assignSets(
  subjects: readonly SubjectFacts[],
  protocol: ProtocolDocument,
  sealed: ReadonlySet<string>,
): Assignment[] {
  const sorted = [...subjects].sort((a, b) => order(a.study, b.study) || order(a.key, b.key));
  const eligible = sorted.filter((s) => ineligibility(s, protocol) === null);
  const place = placing(eligible, protocol, sealed);
  const placed = sorted.map((s) => {
    const named = { subjectId: s.id, subjectKey: s.key };
    const reason = ineligibility(s, protocol);
    return reason === null ? { ...named, ...place(s) } : { ...named, set: "excluded" as const, reason };
  });
  return withoutDoubles(placed, protocol, sorted);
}

/**
 * Of two records of one patient, by linked identity or because somebody found it, the one of development takes no part; the
 * test set stays whole.
 */
function withoutDoubles(
  placed: readonly Assignment[],
  protocol: ProtocolDocument,
  subjects: readonly SubjectFacts[],
): Assignment[] {
  const factsOf = new Map(subjects.map((s) => [s.id, s]));
  const tested = new Map(
    placed
      .filter((a) => a.set === "test")
      .flatMap((a) => (factsOf.get(a.subjectId)?.links ?? []).map((link) => [link, a.subjectId] as const)),
  );
  const linkedTo = (a: Assignment): string | undefined => {
    const twin = (factsOf.get(a.subjectId)?.links ?? []).flatMap((link) => tested.get(link) ?? []).at(0);
    if (twin === undefined) return undefined;
    const { study, key } = factsOf.get(twin)!;
    return study === factsOf.get(a.subjectId)!.study ? key : `${key} of ${study}`;
  };
  const pairs = (protocol.population.resolvedPairs ?? []).filter((p) => p.decision === "same-patient");
  const inTest = new Set(placed.filter((a) => a.set === "test").map((a) => a.subjectKey));
  return placed.map((a) => {
    const twin =
      linkedTo(a) ??
      pairs
        .filter((p) => p.subjects.includes(a.subjectKey))
        .flatMap((p) => p.subjects)
        .find((k) => k !== a.subjectKey && inTest.has(k));
    return twin !== undefined && (a.set === "training" || a.set === "tuning")
      ? { ...a, set: "excluded", reason: `the same patient as ${twin}` }
      : a;
  });
}

type Place = Pick<Assignment, "set" | "reason">;

function placing(
  eligible: readonly SubjectFacts[],
  protocol: ProtocolDocument,
  sealed: ReadonlySet<string>,
): (s: SubjectFacts) => Place {
  const { rule } = protocol.split;
  switch (rule.by) {
    case "index-date":
      return (s) => temporalSet(indexDate(s, protocol), rule);
    case "elsewhere":
      return (s) =>
        sealed.has(s.id)
          ? { set: "test", reason: null }
          : { set: "excluded", reason: "not in the sealed set; the model was developed elsewhere" };
    case "drawn": {
      const development = eligible.filter((s) => !sealed.has(s.id)).map((s) => ({ key: s.key, stratum: "" }));
      const tuning = drawSubjects(development, { seed: rule.draw.seed, share: rule.tuningShare });
      return (s) => ({ set: sealed.has(s.id) ? "test" : tuning.has(s.key) ? "tuning" : "training", reason: null });
    }
    default: {
      const nameOf = (s: SubjectFacts) => s[rule.by];
      const names = (set: "test" | "training" | "tuning") =>
        rule.by === "study" ? rule[set].map((x) => x.key) : rule[set];
      // A subject scanned or read at a test site belongs to the test set, wherever it was enrolled.
      const allOf = (s: SubjectFacts) => (rule.by === "site" ? [s.site, ...sitesOfScans(s)] : [nameOf(s)]);
      return (s) => {
        if (allOf(s).some((name) => names("test").includes(name))) return { set: "test", reason: null };
        const set = (["training", "tuning"] as const).find((x) => names(x).includes(nameOf(s)));
        return set ? { set, reason: null } : { set: "excluded", reason: `${rule.by} ${nameOf(s)} in no set` };
      };
    }
  }
}

/** Sites at which a subject was scanned or its scans are read, beside its own. */
export const sitesOfScans = (s: SubjectFacts): string[] =>
  (s.scans ?? []).flatMap((scan) => [scan.imagingSite ?? [], scan.readingSite ?? []].flat());

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Condition = ProtocolDocument["population"]["eligibility"]["filter"][number];

/** Why the subject is not eligible by the plan's filter; null where it is. */
export function ineligibility(s: SubjectFacts, protocol: ProtocolDocument): string | null {
  const failed = protocol.population.eligibility.filter.find((c) => !satisfies(s, c));
  return failed ? `not eligible by ${failed.field}` : null;
}

function satisfies(s: SubjectFacts, condition: Condition): boolean {
  switch (condition.field) {
    case "arm":
      return condition.oneOf.includes(s.arm);
    case "site":
      return condition.oneOf.includes(s.site);
    case "sex":
      return (condition.oneOf as readonly string[]).includes(s.sex);
    case "treatmentStart":
      return s.treatmentStart !== null;
    case "ageYears":
      return (
        s.ageYears !== null &&
        s.ageYears >= (condition.atLeast ?? Number.NEGATIVE_INFINITY) &&
        s.ageYears < (condition.below ?? Number.POSITIVE_INFINITY)
      );
  }
}

/** The hash under which the split is frozen: subject keys and sets, sorted by key. */
export const assignmentHash = (assignments: readonly Pick<Assignment, "subjectKey" | "set">[]): string =>
  hashOf([...assignments].map((a) => [a.subjectKey, a.set]).sort((a, b) => order(a[0]!, b[0]!) || order(a[1]!, b[1]!)));
