import type { LeakageCheck } from "@nadir/domain";
import { isDevelopment, isTest, type LeakageInput, line, type PlacedSubject, some } from "./input.ts";

/** How `nadir link` names systems of identifiers that belong to public collections. */
const PUBLIC = "public-";

const linksOf = (s: PlacedSubject): readonly string[] => s.facts.links ?? [];
const nameOf = ({ facts }: PlacedSubject): string => `${facts.key} of ${facts.study}`;

/** Who of the first bears a tag of somebody of the second, with that other. */
function shared(a: readonly PlacedSubject[], b: readonly PlacedSubject[]): string[] {
  const owner = new Map(b.flatMap((s) => linksOf(s).map((link) => [link, s] as const)));
  const pairs = a.flatMap((s) => {
    const other = linksOf(s)
      .flatMap((link) => owner.get(link) ?? [])
      .find((o) => o.facts.id !== s.facts.id);
    return other ? [`${nameOf(s)} = ${nameOf(other)}`] : [];
  });
  return [...new Set(pairs)];
}

/**
 * Check 1, across keys and trials: nobody of development is, by the keyed hashes of identifying facts, somebody of the test
 * set. Two records of one patient within development are stated.
 */
export function linkedIdentities({ subjects }: LeakageInput): LeakageCheck {
  const development = subjects.filter(isDevelopment);
  const test = subjects.filter(isTest);
  const both = shared(development, test);
  const known = [...development, ...test].filter((s) => linksOf(s).length > 0).length;
  return line(
    "linked-identities",
    "No patient under two keys in development and test",
    both.length > 0 ? "fail" : known === 0 ? "not-applicable" : "pass",
    "SUBJECT_IN_BOTH_SETS",
    [
      ["subjects with a linked identity", `${known} of ${development.length + test.length}`],
      ["in development and in test", some(both)],
      ["left out of development as patients of the test set", leftOut(subjects)],
      ["twice within development", some(firstOfEach(shared(development, development)))],
    ],
  );
}

const leftOut = (subjects: readonly PlacedSubject[]): number =>
  subjects.filter((s) => s.set === "excluded" && shared([s], subjects.filter(isTest)).length > 0).length;

/** Of `a = b` and `b = a` the first. */
const firstOfEach = (pairs: readonly string[]): string[] =>
  pairs.filter((pair, i) => !pairs.slice(0, i).includes(pair.split(" = ").reverse().join(" = ")));

/**
 * Patients who stand in other trials of this installation too, above all those of public collections, which many studies
 * share: stated with their trials, and refused where a public collection is not declared at all.
 */
export function reusedPatients({ protocol, subjects }: LeakageInput): LeakageCheck {
  const taking = subjects.filter((s) => isDevelopment(s) || isTest(s));
  const fromPublic = taking.filter((s) => linksOf(s).some((link) => link.startsWith(PUBLIC)));
  const elsewhere = (of: (s: PlacedSubject) => boolean) => {
    const trials = new Map<string, number>();
    for (const s of taking.filter(of))
      for (const trial of s.facts.alsoIn ?? []) trials.set(trial, (trials.get(trial) ?? 0) + 1);
    return some([...trials].sort().map(([trial, n]) => `${trial}: ${n}`));
  };
  const undeclared = fromPublic.length > 0 && protocol.population.publicCollections.length === 0;
  return line(
    "reused-patients",
    "Patients who stand in other studies",
    undeclared ? "fail" : taking.some((s) => linksOf(s).length > 0) ? "noted" : "not-applicable",
    "OVERLAP_PUBLIC_COHORT_UNDECLARED",
    [
      ["subjects of public collections, by linked identity", fromPublic.length],
      ["public collections declared", some(protocol.population.publicCollections)],
      ["development subjects in other trials here", elsewhere(isDevelopment)],
      ["test subjects in other trials here", elsewhere(isTest)],
    ],
  );
}
