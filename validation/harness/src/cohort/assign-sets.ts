import { hashOf, type ProtocolDocument, type SplitSet } from "@nadir/domain";
import type { SubjectFacts } from "./facts.ts";

export interface Assignment {
  readonly subjectId: string;
  readonly subjectKey: string;
  readonly set: SplitSet;
  /** Why a subject takes no part. */
  readonly reason: string | null;
}

/** Applies eligibility and the split rule. Every subject of the trial gets exactly one set, whatever the row order. */
export function assignSets(subjects: readonly SubjectFacts[], protocol: ProtocolDocument): Assignment[] {
  const { rule } = protocol.split;
  return [...subjects]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((s) => {
      const named = { subjectId: s.id, subjectKey: s.key };
      const failed = protocol.population.eligibility.filter.find((c) => !satisfies(s, c));
      if (failed) return { ...named, set: "excluded" as const, reason: `not eligible by ${failed.field}` };
      const group = rule.by === "arm" ? s.arm : s.site;
      const set = (["test", "training", "tuning"] as const).find((name) => rule[name].includes(group));
      return set
        ? { ...named, set, reason: null }
        : { ...named, set: "excluded" as const, reason: `${rule.by} ${group} in no set` };
    });
}

type Condition = ProtocolDocument["population"]["eligibility"]["filter"][number];

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
  hashOf([...assignments].map((a) => [a.subjectKey, a.set]).sort((a, b) => (a[0]! < b[0]! ? -1 : 1)));
