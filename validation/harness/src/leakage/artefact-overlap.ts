import type { LeakageCheck } from "@nadir/domain";
import { type Artefact, artefactHash } from "../estimators/estimator.ts";
import { isTest, type LeakageInput, line, some } from "./input.ts";

/** An artefact's ancestors and itself; `missing` are parents that are named and not there. */
export function lineage(artefact: Artefact, all: readonly Artefact[]): { found: Artefact[]; missing: string[] } {
  const found: Artefact[] = [];
  const missing: string[] = [];
  const walk = (a: Artefact) => {
    if (found.includes(a)) return;
    found.push(a);
    for (const id of a.parents) {
      const parent = all.find((p) => p.id === id);
      if (parent) walk(parent);
      else missing.push(id);
    }
  };
  walk(artefact);
  return { found, missing };
}

export interface ArtefactOverlap {
  readonly artefact: Artefact;
  /** Test subjects on which the artefact or an ancestor was fitted. */
  readonly overlap: number;
}

export function artefactOverlaps(artefacts: readonly Artefact[], testTags: ReadonlySet<string>): ArtefactOverlap[] {
  return artefacts.map((artefact) => {
    const seen = new Set(lineage(artefact, artefacts).found.flatMap((a) => a.subjectTags));
    return { artefact, overlap: [...seen].filter((t) => testTags.has(t)).length };
  });
}

/** Rule book validation §3.4: no fitted step, nor any step it was made from, has seen a test subject. */
export function fittedOnTest({ artefacts, subjects }: LeakageInput): LeakageCheck {
  const overlaps = artefactOverlaps(artefacts, new Set(subjects.filter(isTest).map((s) => s.tag)));
  const orphans = artefacts.filter((a) => a.subjectTags.length === 0 || lineage(a, artefacts).missing.length > 0);
  const altered = artefacts.filter((a) => artefactHash(a) !== a.outputHash);
  const onTest = overlaps.filter((o) => o.overlap > 0);
  const code =
    onTest.length > 0
      ? "ARTEFACT_FITTED_ON_TEST"
      : orphans.length > 0 || artefacts.length === 0
        ? "ARTEFACT_WITHOUT_PROVENANCE"
        : "MODEL_HASH_MISMATCH";
  const bad = onTest.length + orphans.length + altered.length > 0 || artefacts.length === 0;
  return line("artefact-overlap", "No fitted step has seen a test subject", bad ? "fail" : "pass", code, [
    ...overlaps.map(
      ({ artefact: a, overlap }) =>
        [`${a.id}: fitted on ${a.subjectTags.length} subjects, of the test set`, overlap] as const,
    ),
    ["without subject list or parent", some(orphans.map((a) => a.id))],
    ["content differs from hash", some(altered.map((a) => a.id))],
  ]);
}
