import type { LeakageCheck } from "@nadir/domain";
import { isDevelopment, isTest, type LeakageInput, line, type PlacedSubject, some } from "./input.ts";

/** What development and test share at each level, as computed from the record. */
export function sharedLevels(subjects: readonly PlacedSubject[]) {
  const shared = (of: (s: PlacedSubject) => string): string[] => {
    const development = new Set(subjects.filter(isDevelopment).map(of));
    return [...new Set(subjects.filter(isTest).map(of))].filter((x) => development.has(x)).sort();
  };
  return {
    subject: shared((s) => s.tag),
    arm: shared((s) => s.facts.arm),
    site: shared((s) => s.facts.site),
  };
}

/** Check 1: no subject stands in development and in test, and every subject stands in the split once. */
export function subjectOverlap({ subjects }: LeakageInput): LeakageCheck {
  const { subject } = sharedLevels(subjects);
  const twice = subjects.map((s) => s.tag).filter((t, i, all) => all.indexOf(t) !== i);
  return line(
    "subject-overlap",
    "No subject in development and test",
    subject.length + twice.length === 0 ? "pass" : "fail",
    "SUBJECT_IN_BOTH_SETS",
    [
      ["development subjects", subjects.filter(isDevelopment).length],
      ["test subjects", subjects.filter(isTest).length],
      ["in both", subject.length],
      ["named more than once", twice.length],
    ],
  );
}

/** Check 2: what the protocol declares disjoint is disjoint; what it does not declare is stated as it is. */
export function declaredDisjointness({ protocol, subjects }: LeakageInput): LeakageCheck {
  const shared = sharedLevels(subjects);
  const declared = protocol.split.disjointBy;
  const broken = declared.some((level) => shared[level].length > 0);
  return line(
    "declared-disjointness",
    "Arms and sites disjoint as declared",
    broken ? "fail" : "pass",
    "SITE_IN_BOTH_SETS",
    (["arm", "site"] as const).map((level) => [
      `${level}s shared${declared.includes(level) ? ", declared disjoint" : ", not declared disjoint"}`,
      `${shared[level].length}${shared[level].length > 0 ? ` (${some(shared[level])})` : ""}`,
    ]),
  );
}

/** Check 3 applies to temporal splits, which this protocol schema does not offer yet. */
export const temporalOrder = ({ protocol }: LeakageInput): LeakageCheck =>
  line("temporal-order", "Index dates in order", "not-applicable", "TEMPORAL_ORDER", [
    ["split type", `${protocol.split.type}: no dates are compared`],
  ]);

/** The test subjects by rule are the subjects whose outcomes the database keeps sealed. */
export function testSetSealed({ subjects, sealedSubjectIds }: LeakageInput): LeakageCheck {
  const sealed = new Set(sealedSubjectIds);
  const test = subjects.filter(isTest);
  const open = test.filter((s) => !sealed.has(s.facts.id)).map((s) => s.facts.key);
  const ids = new Set(test.map((s) => s.facts.id));
  const beyond = sealedSubjectIds.filter((id) => !ids.has(id)).length;
  return line(
    "test-set-sealed",
    "Outcomes of every test subject are sealed",
    open.length === 0 && beyond === 0 ? "pass" : "fail",
    "TEST_SET_NOT_SEALED",
    [
      ["test subjects by rule", test.length],
      ["members of the sealed set", sealedSubjectIds.length],
      ["test subjects not sealed", open.length === 0 ? 0 : some(open)],
      ["sealed subjects outside the test set", beyond],
    ],
  );
}

/** Data of a public collection must be declared: others may have tuned on it. */
export function publicOverlap({ protocol, publicOrigin }: LeakageInput): LeakageCheck {
  const declared = protocol.population.publicCollections;
  return line(
    "public-collections",
    "Overlap with public collections declared",
    publicOrigin !== null && declared.length === 0 ? "fail" : "pass",
    "OVERLAP_PUBLIC_COHORT_UNDECLARED",
    [
      ["origin of the record", publicOrigin ?? "not public"],
      ["declared", some(declared)],
    ],
  );
}
