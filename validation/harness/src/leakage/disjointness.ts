import { addDays, canonicalJson, type DisjointLevel, type LeakageCheck } from "@nadir/domain";
import { ineligibility } from "../cohort/assign-sets.ts";
import { isDevelopment, isTest, type LeakageInput, line, type PlacedSubject, some } from "./input.ts";

/**
 * What development and test share at each level, as computed from the record, never as declared. Sites and arms of
 * different studies are different, whatever they are called. `time`: development subjects whose index date is not
 * before the first of the test set, or has none.
 */
export function sharedLevels(subjects: readonly PlacedSubject[]): Readonly<Record<DisjointLevel, readonly string[]>> {
  const several = new Set(subjects.map((s) => s.facts.study)).size > 1;
  const within = (s: PlacedSubject, name: string) => (several ? `${s.facts.study}/${name}` : name);
  const shared = (of: (s: PlacedSubject) => string): string[] => {
    const development = new Set(subjects.filter(isDevelopment).map(of));
    return [...new Set(subjects.filter(isTest).map(of))].filter((x) => development.has(x)).sort();
  };
  const testDates = subjects.filter(isTest).flatMap((s) => s.indexDate ?? []);
  const firstTest = testDates.sort()[0];
  return {
    subject: shared((s) => s.tag),
    arm: shared((s) => within(s, s.facts.arm)),
    site: shared((s) => within(s, s.facts.site)),
    study: shared((s) => s.facts.study),
    time: subjects
      .filter(
        (s) => isDevelopment(s) && (s.indexDate === null || (firstTest !== undefined && s.indexDate >= firstTest)),
      )
      .map((s) => s.facts.key)
      .sort(),
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
  const levels = ["arm", "site", "study"] as const;
  const broken = levels.some((level) => declared.includes(level) && shared[level].length > 0);
  return line(
    "declared-disjointness",
    "Arms, sites and studies disjoint as declared",
    broken ? "fail" : "pass",
    "SITE_IN_BOTH_SETS",
    levels.map((level) => [
      `${level === "study" ? "studies" : `${level}s`} shared${declared.includes(level) ? ", declared disjoint" : ", not declared disjoint"}`,
      `${shared[level].length}${shared[level].length > 0 ? ` (${some(shared[level])})` : ""}`,
    ]),
  );
}

/**
 * Check 3: in a temporal split every development subject has its index date before the cut-off (less the embargo), every
 * test subject on or after it. Development outcomes that became known later than the cut-off and its lag do not fail the
 * check; they make the split temporal by enrolment only, and that is said.
 */
export function temporalOrder({ protocol, subjects, training }: LeakageInput): LeakageCheck {
  const { rule } = protocol.split;
  const title = "Index dates in order";
  if (rule.by !== "index-date")
    return line("temporal-order", title, "not-applicable", "TEMPORAL_ORDER", [
      ["split type", `${protocol.split.type}: no dates are compared`],
    ]);
  const last = addDays(rule.cutOff, -rule.embargoDays);
  const late = subjects.filter((s) => isDevelopment(s) && !(s.indexDate !== null && s.indexDate < last));
  const early = subjects.filter((s) => isTest(s) && !(s.indexDate !== null && s.indexDate >= rule.cutOff));
  const dates = (of: (s: PlacedSubject) => boolean) =>
    subjects
      .filter(of)
      .flatMap((s) => s.indexDate ?? [])
      .sort();
  const known = training.rows.flatMap((r) => r.outcomeKnownOn ?? []).sort();
  const limit = addDays(rule.cutOff, rule.outcomeLagDays);
  const after = known.filter((day) => day > limit).length;
  return line("temporal-order", title, late.length + early.length > 0 ? "fail" : "pass", "TEMPORAL_ORDER", [
    ["cut-off", rule.cutOff],
    ["embargo, days", rule.embargoDays],
    ["last index date of development", dates(isDevelopment).at(-1) ?? "none"],
    ["first index date of the test set", dates(isTest)[0] ?? "none"],
    ["development subjects on or after the limit", some(late.map((s) => s.facts.key))],
    ["test subjects before the cut-off", some(early.map((s) => s.facts.key))],
    [
      `development outcomes known after ${limit}`,
      `${after} of ${known.length} with a day: ${after > 0 || known.length < training.rows.length ? "temporal by enrolment only" : "temporal by enrolment and by outcome"}`,
    ],
  ]);
}

/** The test subjects by rule are the subjects whose outcomes the database keeps sealed. */
export function testSetSealed({ protocol, subjects, sealedSubjectIds, sealedRule }: LeakageInput): LeakageCheck {
  const sealed = new Set(sealedSubjectIds);
  const { rule } = protocol.split;
  const sameDraw = rule.by !== "drawn" || canonicalJson(rule.draw) === canonicalJson(sealedRule?.drawn ?? null);
  const test = subjects.filter(isTest);
  const open = test.filter((s) => !sealed.has(s.facts.id)).map((s) => s.facts.key);
  const placed = new Map(subjects.map((s) => [s.facts.id, s]));
  const outside = sealedSubjectIds.flatMap((id) => {
    const subject = placed.get(id);
    return subject && isTest(subject) ? [] : [subject];
  });
  // The plan's own filter may leave a sealed subject out; nothing else may make the test set smaller.
  const ineligible = outside.filter((s) => s !== undefined && ineligibility(s.facts, protocol) !== null).length;
  const beyond = outside.length - ineligible;
  return line(
    "test-set-sealed",
    "Outcomes of every test subject are sealed",
    open.length === 0 && beyond === 0 && sameDraw ? "pass" : "fail",
    "TEST_SET_NOT_SEALED",
    [
      ...(rule.by === "drawn"
        ? ([["the draw of the plan is the draw of the seal", sameDraw ? "yes" : "no"]] as const)
        : []),
      ["test subjects by rule", test.length],
      ["members of the sealed set", sealedSubjectIds.length],
      ["test subjects not sealed", open.length === 0 ? 0 : some(open)],
      ["sealed subjects outside the test set", beyond],
      ["sealed subjects that the plan does not admit", ineligible],
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
