import type { Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { notAllowed } from "../identity/permissions.ts";
import { isBoardAlone } from "../models/standing.ts";
import { type TrialAccess, trialAccess } from "../read/view.ts";
import {
  type StoredAssociations,
  type StoredModel,
  storedAssociations,
  storedModel,
  type TrialRadiogenomics,
  trialRadiogenomics,
} from "./result-shape.ts";
import { RADIOGENOMICS_ENGINE } from "./scan-trial.ts";

/** Whoever may see the figures of a trial: no blinded reader, and nobody who belongs to single sites only. */
async function radiogenomicsAccess(tx: Tx, personId: string, trialKey: string): Promise<TrialAccess> {
  const access = await trialAccess(tx, personId, trialKey);
  if (access.view === "reader") return notAllowed("read-record", access.permissions);
  const [whole] = await tx.sql<{ has: boolean }[]>`
    select ${access.trialId} = any (nadir.whole_trials()) as has`;
  if (!whole?.has)
    return refuse(
      "NOT_ALLOWED",
      "These figures are over all sites of the trial, and you belong to some of them; ask a member of the whole trial.",
    );
  return access;
}

/** Refuses who may not have the figures computed: it takes the right to export. Answers with the trial's id. */
export async function authoriseScan(tx: Tx, personId: string, trialKey: string): Promise<string> {
  const access = await radiogenomicsAccess(tx, personId, trialKey);
  if (!access.permissions.has("export")) return notAllowed("export", access.permissions);
  return access.trialId;
}

/**
 * What was found in a trial between images and molecular data, under the present engine: the newest scan, and the newest model
 * of each target. Models are research only and are not shown to whoever sits on the board alone.
 */
export async function readRadiogenomics(tx: Tx, personId: string, trialKey: string): Promise<TrialRadiogenomics> {
  const access = await radiogenomicsAccess(tx, personId, trialKey);
  const { trialId } = access;
  const [head] = await tx.sql<
    { title: string; sealed: number; open: number; withImages: number; withMarkers: number }[]
  >`
    with own as (
      select s.id from record.subject s
       where s.trial_id = ${trialId} and s.superseded_at is null and s.id not in (select nadir.sealed_subjects())
    ), imaged as (
      select subject_id from derived.feature_vector where trial_id = ${trialId}
       union select subject_id from derived.assessment where trial_id = ${trialId} and current
    ), marked as (select distinct subject_id from record.biomarker where trial_id = ${trialId} and superseded_at is null)
    select t.document ->> 'title' as title,
           (select count(*)::int from record.subject s
             where s.trial_id = ${trialId} and s.superseded_at is null and s.id in (select nadir.sealed_subjects())) as sealed,
           (select count(*)::int from own) as open,
           (select count(*)::int from own join imaged i on i.subject_id = own.id) as "withImages",
           (select count(*)::int from own join marked m on m.subject_id = own.id) as "withMarkers"
      from record.trial t where t.id = ${trialId}`;
  const [scan] = await rowsOf(tx, trialId, "associations");
  const models = await rowsOf(tx, trialId, "model");
  const newest = models.filter(
    (m, i) => models.findIndex((o) => o.settings.model?.target === m.settings.model?.target) === i,
  );
  const isHidden = isBoardAlone(access);
  return trialRadiogenomics.parse({
    trial: { key: trialKey, title: head!.title },
    sealed: head!.sealed,
    open: head!.open,
    withImages: head!.withImages,
    withMarkers: head!.withMarkers,
    mayCompute: access.permissions.has("export"),
    associations: scan ?? null,
    models: isHidden ? [] : newest,
    hiddenModels: isHidden ? newest.length : 0,
  });
}

const rowsOf = ({ sql }: Tx, trialId: string, kind: string) => sql<{ settings: { model?: { target: string } } }[]>`
  select id, settings, input_hash as "inputHash", result_hash as "resultHash", engine, computed_at as "computedAt", result
    from derived.radiogenomics
   where trial_id = ${trialId} and kind = ${kind} and engine = ${RADIOGENOMICS_ENGINE}
   order by computed_at desc, id`;

/** One scan and one model as they are stored, for the server's own commands. */
export async function storedRadiogenomics(
  { sql }: Tx,
  associationsId: string,
  modelId: string | null,
): Promise<{ title: string; sealed: number; associations: StoredAssociations; model: StoredModel | null }> {
  const rows = await sql<{ id: string; title: string; sealed: number }[]>`
    select r.id, r.settings, r.input_hash as "inputHash", r.result_hash as "resultHash", r.engine, r.computed_at as "computedAt",
           r.result, t.document ->> 'title' as title,
           (select count(distinct m.subject_id)::int from sealed.member m where m.trial_id = r.trial_id) as sealed
      from derived.radiogenomics r join record.trial t on t.id = r.trial_id
     where r.id in ${sql(modelId === null ? [associationsId] : [associationsId, modelId])}`;
  const scan = rows.find((r) => r.id === associationsId);
  const model = rows.find((r) => r.id === modelId);
  if (!scan) return refuse("RADIOGENOMICS_UNKNOWN", `There is no scan ${associationsId}.`);
  return {
    title: scan.title,
    sealed: scan.sealed,
    associations: storedAssociations.parse(scan),
    model: model ? storedModel.parse(model) : null,
  };
}
