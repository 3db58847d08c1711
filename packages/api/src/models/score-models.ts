import { speaksForLesion, type Tx } from "@nadir/db";
import { type FeatureVector, hashOf, modelCard } from "@nadir/domain";
import { fromVector } from "@nadir/features";
import { type CardScore, type KnownOfSubject, type RecordOnDay, recordInputs, scoreCard } from "@nadir/risk";
import { z } from "zod";
import { FEATURE_ENGINE } from "../compute/compute-features.ts";
import type { TrialAccess } from "../read/view.ts";
import { isBoardAlone, reportedSignatures, type Standing, standing, standingOf } from "./standing.ts";

export const modelScore = z.object({
  id: z.string(),
  key: z.string(),
  version: z.string(),
  title: z.string(),
  predicts: z.string(),
  higherMeans: z.string(),
  standing,
  calibration: modelCard.shape.calibration.nullable(),
  status: z.enum(["scored", "not-evaluable", "refused"]),
  score: z.number().nullable(),
  probability: z.number().nullable(),
  group: z.string().nullable(),
  interval: z
    .object({
      of: z.enum(["probability", "risk", "score"]),
      how: z.enum(["conformal", "bootstrap"]),
      level: z.number(),
      lower: z.number(),
      upper: z.number(),
    })
    .nullable(),
  /** Outcomes that cannot be excluded at the level. */
  outcomes: z.object({ level: z.number(), set: z.array(z.enum(["with", "without"])) }).nullable(),
  contributions: z.array(z.object({ label: z.string(), value: z.union([z.number(), z.string()]), adds: z.number() })),
  neighbours: z.array(z.object({ tag: z.string(), outcome: z.string(), distance: z.number() })),
  missing: z.array(z.string()),
  warnings: z.array(z.string()),
});

/** The models of a trial that a person may be shown, and how many are kept back. */
export interface TrialModels {
  readonly shown: readonly {
    readonly id: string;
    readonly card: z.infer<typeof modelCard>;
    readonly standing: Standing;
  }[];
  /** Research-only ones that were not asked for. */
  readonly notAsked: number;
}

/** Research-only models come only to who asks, and to the board alone not even then. */
export async function modelsOfTrial(
  tx: Tx,
  personId: string,
  access: TrialAccess,
  withResearch: boolean,
): Promise<TrialModels> {
  const rows = await tx.sql<{ id: string; document: unknown; supersededBy: string | null }[]>`
    select m.id, m.document, s.by_id as "supersededBy" from validation.model m
      left join validation.model_supersession s on s.superseded_id = m.id
     where m.trial_id = ${access.trialId} order by m.key, m.at`;
  if (rows.length === 0) return { shown: [], notAsked: 0 };
  const reported = await reportedSignatures(tx, personId);
  const known = rows.map(({ id, document, supersededBy }) => {
    const card = modelCard.parse(document);
    return { id, card, supersededBy, standing: standingOf(reported.get(hashOf(card.signature))) };
  });
  const all = known.filter((model) => isInUse(model, known));
  const mayAsk = withResearch && !isBoardAlone(access);
  const shown = all.filter((model) => mayAsk || model.standing.state === "validated");
  return { shown, notAsked: isBoardAlone(access) ? 0 : all.length - shown.length };
}

interface Version {
  readonly id: string;
  readonly supersededBy: string | null;
  readonly standing: Standing;
}

/** A superseded version is no longer applied; but a validated one stays until what stands in for it is validated too. */
function isInUse(model: Version, all: readonly Version[]): boolean {
  const isValidated = (v: Version) => v.standing.state === "validated";
  let next = model.supersededBy;
  if (next === null) return true;
  if (!isValidated(model)) return false;
  const seen = new Set([model.id]);
  while (next !== null && !seen.has(next)) {
    seen.add(next);
    const by: Version | undefined = all.find(({ id }) => id === next);
    if (by === undefined || isValidated(by)) return by === undefined;
    next = by.supersededBy;
  }
  return true;
}

/** What each model says of the record as it stood on a day. */
export function scoresOn(
  models: TrialModels["shown"],
  speaks: z.infer<typeof modelCard>["speaks"],
  record: RecordOnDay,
): (object & CardScore)[] {
  return models
    .filter(({ card }) => card.speaks === speaks)
    .map(({ id, card, standing: own }) => {
      const { signature } = card;
      return {
        id,
        key: signature.id,
        version: signature.version,
        title: signature.title,
        predicts: signature.predicts,
        higherMeans: signature.higherMeans,
        standing: own,
        calibration: card.calibration ?? null,
        ...scoreCard(card, recordInputs(signature, record)),
      };
    });
}

/**
 * Features of the visit as the region `tumour`: only where one lesion in one image has them, since a signature does not say
 * which of several it means.
 */
export async function tumourRegion(tx: Tx, subjectId: string): Promise<ReadonlyMap<string, KnownOfSubject["regions"]>> {
  const rows = await tx.sql<{ visit: string; values: object; provenance: object }[]>`
    select v.key as visit, f.values, f.provenance
      from derived.feature_vector f
      join record.visit v on v.id = f.visit_id and v.superseded_at is null
      join record.mask m on m.id = f.mask_id and m.superseded_at is null and m.object_hash = f.provenance ->> 'maskObject'
     where f.subject_id = ${subjectId} and f.provenance -> 'imported' is null
       and f.engine = ${FEATURE_ENGINE} and ${speaksForLesion(tx)}`;
  const found = new Map<string, { values: object; provenance: object }[]>();
  for (const { visit, ...vector } of rows) found.set(visit, [...(found.get(visit) ?? []), vector]);
  return new Map(
    [...found].flatMap(([visit, vectors]) =>
      vectors.length === 1
        ? [
            [
              visit,
              { tumour: fromVector({ ...vectors[0]!.values, ...vectors[0]!.provenance } as FeatureVector) },
            ] as const,
          ]
        : [],
    ),
  );
}
