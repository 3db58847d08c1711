import type { LeakageCheck } from "@nadir/domain";
import { type Artefact, artefactHash, attestedBy } from "../estimators/estimator.ts";
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
export function fittedOnTest({ protocol, artefacts, subjects }: LeakageInput): LeakageCheck {
  const overlaps = artefactOverlaps(artefacts, new Set(subjects.filter(isTest).map((s) => s.tag)));
  const attested = artefacts.filter((a) => attestedBy(a) !== undefined);
  const orphans = artefacts.filter(
    (a) => (a.subjectTags.length === 0 && !attested.includes(a)) || lineage(a, artefacts).missing.length > 0,
  );
  const unknown = attested.filter((a) => a.subjectTags.length === 0);
  const altered = artefacts.filter((a) => artefactHash(a) !== a.outputHash);
  const onTest = overlaps.filter((o) => o.overlap > 0);
  // The split's own promise holds for what was fitted too: another site, an earlier time.
  const testSites = new Set(subjects.filter(isTest).map((s) => s.facts.site));
  const sites =
    protocol.split.type === "external-site" ? artefacts.filter((a) => a.sites.some((s) => testSites.has(s))) : [];
  const { rule } = protocol.split;
  const late =
    rule.by === "index-date" ? artefacts.filter((a) => a.lastIndexDate === null || a.lastIndexDate >= rule.cutOff) : [];
  const code =
    onTest.length > 0
      ? "ARTEFACT_FITTED_ON_TEST"
      : sites.length > 0
        ? "SITE_IN_BOTH_SETS"
        : late.length > 0
          ? "TEMPORAL_ORDER"
          : orphans.length > 0 || artefacts.length === 0
            ? "ARTEFACT_WITHOUT_PROVENANCE"
            : "MODEL_HASH_MISMATCH";
  const bad =
    onTest.length + sites.length + late.length + orphans.length + altered.length > 0 || artefacts.length === 0;
  return line(
    "artefact-overlap",
    "No fitted step has seen a test subject",
    bad ? "fail" : unknown.length > 0 ? "noted" : "pass",
    code,
    [
      ...attested.map((a) => [`${a.id}: fitted elsewhere, cannot be proven; attested by`, attestedBy(a)!] as const),
      ...overlaps.map(({ artefact: a, overlap }) =>
        unknown.includes(a)
          ? ([`${a.id}: training subjects`, "not known here, so not comparable"] as const)
          : ([`${a.id}: fitted on ${a.subjectTags.length} subjects, of the test set`, overlap] as const),
      ),
      ...(protocol.split.type === "external-site"
        ? ([["fitted at a site of the test set", some(sites.map((a) => a.id))]] as const)
        : []),
      ...(rule.by === "index-date"
        ? ([["fitted on subjects of the test period", some(late.map((a) => a.id))]] as const)
        : []),
      ["without subject list or parent", some(orphans.map((a) => a.id))],
      ["content differs from hash", some(altered.map((a) => a.id))],
    ],
  );
}

/** The proof behind the record: fitted again with every test subject replaced by noise, nothing may come out otherwise. */
export function unmovedByTest({ artefacts, proof }: LeakageInput): LeakageCheck {
  const title = "Fitted steps stay the same when the test set becomes noise";
  if (artefacts.some((a) => attestedBy(a) !== undefined))
    return line("metamorphic-proof", title, "not-applicable", "ARTEFACT_FITTED_ON_TEST", [
      ["proof", "none: the model was fitted elsewhere and is attested"],
    ]);
  if (proof === null)
    return line("metamorphic-proof", title, "not-applicable", "ARTEFACT_FITTED_ON_TEST", [["proof", "not run here"]]);
  const other = artefacts.filter((a) => !proof.artefacts.some((p) => p.id === a.id && p.hash === a.outputHash));
  const code = proof.changed.length > 0 || proof.strayed.length > 0 ? "ARTEFACT_FITTED_ON_TEST" : "MODEL_HASH_MISMATCH";
  return line("metamorphic-proof", title, proof.ok && other.length === 0 ? "pass" : "fail", code, [
    ["test subjects replaced by noise, rounds", `${proof.testSubjects}, ${proof.rounds}`],
    ["steps fitted again", proof.artefacts.length],
    ["steps that came out otherwise", some(proof.changed)],
    ["scores that did not follow their row", proof.strayed.length],
    ["steps of the protocol that a fresh fit does not give", some(other.map((a) => a.id))],
  ]);
}
