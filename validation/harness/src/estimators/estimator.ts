import { type ArtefactReference, hashOf, type ImportedModelPlan } from "@nadir/domain";
import { tagsHash } from "../cohort/subject-tag.ts";
import { assertTrainingView, type TrainingView } from "../cohort/training-view.ts";

/**
 * Everything that is estimated from data has two operations: `fit(view) -> artefact`, `apply(artefact, row)`. An artefact
 * keeps the subjects it has seen, what it was made from and the hash of it all (rule book validation §3.4).
 */
export interface Estimator<Config, Output> {
  readonly kind: string;
  /** Raised whenever the same rows could give another output. */
  readonly codeVersion: string;
  readonly usesOutcome: boolean;
  inputs(config: Config): readonly string[];
  /** Estimates from the rows of the view; `tags` are the subjects whose values were used. */
  estimate(view: TrainingView, config: Config): { readonly output: Output; readonly tags: readonly string[] };
}

export interface Artefact<Output = unknown> {
  readonly id: string;
  readonly kind: string;
  readonly codeVersion: string;
  readonly configHash: string;
  readonly inputs: readonly string[];
  readonly usesOutcome: boolean;
  /** Sorted subject tags. */
  readonly subjectTags: readonly string[];
  readonly sites: readonly string[];
  readonly arms: readonly string[];
  /** First and last index date of the subjects it has seen, ISO days; null where one has none. */
  readonly firstIndexDate: string | null;
  readonly lastIndexDate: string | null;
  readonly dataHash: string;
  readonly parents: readonly string[];
  readonly output: Output;
  /** SHA-256 of all of the above. */
  readonly outputHash: string;
}

/** Fits on a genuine training view only. */
export function fitArtefact<Config, Output>(
  estimator: Estimator<Config, Output>,
  view: TrainingView,
  { id, config, parents = [] }: { id: string; config: Config; parents?: readonly Artefact[] },
): Artefact<Output> {
  assertTrainingView(view);
  const { output, tags } = estimator.estimate(view, config);
  const named = new Set(tags);
  const seen = view.rows.filter((r) => named.has(r.tag));
  const dates = seen.map((r) => r.indexDate).sort();
  const dated = dates.every((d) => d !== null);
  const body = {
    id,
    kind: estimator.kind,
    codeVersion: estimator.codeVersion,
    configHash: hashOf({ config, parents: parents.map((p) => p.outputHash) }),
    inputs: estimator.inputs(config),
    usesOutcome: estimator.usesOutcome,
    subjectTags: [...tags].sort(),
    sites: [...new Set(seen.map((r) => r.site))].sort(),
    arms: [...new Set(seen.map((r) => r.arm))].sort(),
    firstIndexDate: dated ? (dates[0] ?? null) : null,
    lastIndexDate: dated ? (dates.at(-1) ?? null) : null,
    dataHash: view.dataHash,
    parents: parents.map((p) => p.id),
    output,
  };
  return { ...body, outputHash: hashOf(body) };
}

/** The hash that the stored artefact ought to have. */
export function artefactHash({ outputHash: _, ...body }: Artefact): string {
  return hashOf(body);
}

/** Who attests a model that came from elsewhere; undefined of what was fitted here. */
export const attestedBy = ({ kind, output }: Artefact): string | undefined =>
  kind === "imported-signature" || kind === "imported-predictions"
    ? (output as ImportedModelPlan).attestation.attestedBy
    : undefined;

export const referenceTo = (a: Artefact): ArtefactReference => ({
  id: a.id,
  kind: a.kind,
  outputHash: a.outputHash,
  usesOutcome: a.usesOutcome,
  subjects: a.subjectTags.length,
  subjectsHash: tagsHash(a.subjectTags),
  parents: [...a.parents],
  ...(attestedBy(a) === undefined ? {} : { attested: attestedBy(a) }),
});
