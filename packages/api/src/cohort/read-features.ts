import type { Tx } from "@nadir/db";
import { spearman } from "@nadir/statistics";
import { catalogueEntryOfKey } from "../compute/feature-words.ts";
import { remembered } from "../kept/index.ts";
import { BURDEN, type CohortFeatures, type FeatureQuery } from "./feature-shape.ts";
import { changesTo, type FeatureKind, featureKinds, figuresAt } from "./feature-values.ts";
import { patientOf } from "./patient-of.ts";
import { pooledBySubject, weighedAtBaseline } from "./pool-figures.ts";
import { type AskedCohort, askedCohort } from "./read-responses.ts";

/** More than a picture can hold are left to `nadir features` and the radiogenomics scan. */
const MOST_FEATURES = 24;

/** The features of one family over the cohort: values at a visit, changes from baseline, rank correlations. */
export async function readCohortFeatures(tx: Tx, personId: string, query: FeatureQuery): Promise<CohortFeatures> {
  return featuresIn(tx, await askedCohort(tx, personId, query), query);
}

export function featuresIn(tx: Tx, asked: AskedCohort, query: FeatureQuery): Promise<CohortFeatures> {
  return remembered(tx, asked.state, `cohort's features ${JSON.stringify(query)}`, () => featuresOf(tx, asked, query));
}

async function featuresOf(tx: Tx, asked: AskedCohort, query: FeatureQuery): Promise<CohortFeatures> {
  const { trialId } = asked.state;
  const [sealed] = await tx.sql<{ keys: string[] }[]>`
    select coalesce(array_agg(s.key), '{}') as keys from record.subject s
     where s.trial_id = ${trialId} and s.superseded_at is null and s.id in (select nadir.sealed_subjects())`;
  const hidden = new Set(sealed?.keys);
  const subjects = asked
    .narrowed()
    .courses.filter(({ key }) => !hidden.has(key))
    .map((row) => patientOf(row, query.best))
    .sort(
      (a, b) =>
        (a.bestChange ?? Number.POSITIVE_INFINITY) - (b.bestChange ?? Number.POSITIVE_INFINITY) ||
        (a.subject < b.subject ? -1 : 1),
    );
  const chosen = chooseFeatures(await featureKinds(tx, trialId), query);
  const keys = chosen.features.map(({ key }) => key);
  const of = { kind: chosen.kind ?? "", configHash: chosen.configHash ?? "" };
  const figures = (visit: number) => (keys.length === 0 ? [] : figuresAt(tx, trialId, { ...of, visit }, keys));
  const [at, to, baseline] = await Promise.all([
    figures(chosen.visit),
    keys.length === 0 || chosen.changeVisit === null
      ? []
      : changesTo(tx, trialId, { ...of, visit: chosen.changeVisit }, keys),
    query.pool === "mean" ? [] : figures(0),
  ]);
  const names = subjects.map(({ subject }) => subject);
  const region = chosen.region === null ? {} : { region: chosen.region };
  const pooled = (lesions: typeof at) => pooledBySubject(lesions, { ...region, pool: query.pool }, names, keys);
  const values = pooled(at);
  const changes = pooled(weighedAtBaseline(to, baseline));
  return {
    ...chosen,
    sealed: hidden.size,
    simulated: subjects.filter((p) => p.simulated).length,
    subjects: subjects.map(({ subject, arm, best, bestChange }) => ({ subject, arm, best, bestChange })),
    values: values.columns,
    changes: changes.columns,
    withoutVolume: { values: values.withoutVolume, changes: changes.withoutVolume },
    correlation: correlationOf(
      [...chosen.features.map(({ name }) => name), BURDEN],
      [...values.columns, subjects.map(({ bestChange }) => bestChange)],
    ),
  };
}

type Chosen = Omit<
  CohortFeatures,
  "sealed" | "simulated" | "subjects" | "values" | "changes" | "withoutVolume" | "correlation"
>;

/** What is asked for where it is there, else the first there is. */
export function chooseFeatures(kinds: readonly FeatureKind[], query: FeatureQuery): Chosen {
  const found = kinds.find(({ kind }) => kind === query.kind) ?? kinds[0];
  const named = (found?.keys ?? []).map((key) => ({ key, entry: catalogueEntryOfKey(key) }));
  const familyOf = ({ entry }: (typeof named)[number]): string => entry?.family ?? "other";
  const families = [...new Set(named.map(familyOf))].map((family) => ({
    family,
    features: named.filter((n) => familyOf(n) === family).length,
  }));
  // A feature that is named decides its family.
  const own = named.find(({ key }) => key === query.feature);
  const wished = query.family ?? (own ? familyOf(own) : undefined);
  const family = families.find((f) => f.family === wished)?.family ?? families[0]?.family ?? null;
  const features = named
    .filter((n) => familyOf(n) === family)
    .slice(0, MOST_FEATURES)
    .map(({ key, entry }) => ({ key, name: entry?.name ?? key, unit: entry?.unit ?? "1" }));
  const visits = [...(found?.visits ?? [])];
  const visit = visits.find((v) => v.visit === query.visit)?.visit ?? visits[0]?.visit ?? 0;
  return {
    kinds: kinds.map(({ kind }) => kind),
    kind: found?.kind ?? null,
    configHash: found?.configHash ?? null,
    regions: [...(found?.organs ?? [])],
    region: found?.organs.find((organ) => organ === query.region) ?? null,
    pool: query.pool,
    visits,
    visit,
    changeVisit: visit > 0 ? visit : (visits.find((v) => v.visit > 0)?.visit ?? null),
    families,
    family,
    features: distinct(features),
    feature: features.find(({ key }) => key === query.feature)?.key ?? features[0]?.key ?? null,
  };
}

/** Features that share a name (aggregations, filters) are told apart by their keys. */
function distinct(features: Chosen["features"]): Chosen["features"] {
  const seen = new Map<string, number>();
  for (const { name } of features) seen.set(name, (seen.get(name) ?? 0) + 1);
  return features.map((f) => (seen.get(f.name)! > 1 ? { ...f, name: `${f.name} (${f.key})` } : f));
}

/** Spearman's rho of every two columns over the subjects that have both; three are the least. */
function correlationOf(
  names: string[],
  columns: readonly (readonly (number | null)[])[],
): CohortFeatures["correlation"] {
  const pairOf = (x: readonly (number | null)[], y: readonly (number | null)[]) => {
    const both = x.flatMap((a, i) => {
      const b = y[i] ?? null;
      return a === null || b === null ? [] : [[a, b] as const];
    });
    const found =
      both.length < 3
        ? null
        : spearman(
            both.map(([a]) => a),
            both.map(([, b]) => b),
          );
    return { rho: found?.estimable ? found.coefficient : null, n: both.length };
  };
  // The lower half is the upper, mirrored.
  const upper = columns.map((x, i) => columns.map((y, j) => (j < i ? null : pairOf(x, y))));
  return { names, pairs: columns.map((_, i) => columns.map((_, j) => (j < i ? upper[j]![i]! : upper[i]![j]!))) };
}
