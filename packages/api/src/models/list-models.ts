import type { Tx } from "@nadir/db";
import { hashOf, modelCard, refuse } from "@nadir/domain";
import { z } from "zod";
import { notAllowed } from "../identity/permissions.ts";
import { type TrialAccess, trialAccess } from "../read/view.ts";
import { formulaHash } from "./card-of.ts";
import { isBoardAlone, reportedSignatures, standing, standingOf } from "./standing.ts";

export const modelRow = z.object({
  id: z.string(),
  trial: z.string(),
  trialTitle: z.string(),
  key: z.string(),
  version: z.string(),
  title: z.string(),
  predicts: z.string(),
  speaks: modelCard.shape.speaks,
  origin: z.enum(["published", "fitted"]),
  registeredAt: z.date(),
  registeredBy: z.string(),
  /** The version that it stands in for, and the one that stands in for it. */
  supersedes: z.object({ id: z.string(), version: z.string() }).nullable(),
  supersededBy: z.object({ id: z.string(), version: z.string() }).nullable(),
  standing,
});
export type ModelRow = z.infer<typeof modelRow>;

export const modelList = z.object({
  models: z.array(modelRow),
  /** Research-only models of trials in which the person sits on the board alone: how many are kept back. */
  hidden: z.int(),
});
export type ModelList = z.infer<typeof modelList>;

export const modelDetail = modelRow.extend({
  card: modelCard,
  documentHash: z.string(),
  signatureHash: z.string(),
  /** Of what it computes, whatever it is called; developments of this installation are found by it. */
  formulaHash: z.string(),
  /** Configurations of the features that it asks for. */
  configHashes: z.array(z.string()),
});
export type ModelDetail = z.infer<typeof modelDetail>;

interface Row {
  readonly id: string;
  readonly trial: string;
  readonly trialTitle: string;
  readonly document: unknown;
  readonly documentHash: string;
  readonly registeredAt: Date;
  readonly registeredBy: string;
  readonly supersedes: { readonly id: string; readonly version: string } | null;
  readonly supersededBy: { readonly id: string; readonly version: string } | null;
}

/** The models of the person's trials, research-only ones too, but for whoever is of the board alone and for blinded readers. */
export async function listModels(tx: Tx, personId: string): Promise<ModelList> {
  const rows = await rowsOf(tx);
  const found = await reportedSignatures(tx, personId);
  const access = new Map<string, TrialAccess>();
  const models: ModelRow[] = [];
  let hidden = 0;
  for (const row of rows) {
    const own = access.get(row.trial) ?? (await trialAccess(tx, personId, row.trial));
    access.set(row.trial, own);
    if (own.view === "reader") continue;
    const shown = modelRow.parse(detailOf(row, found));
    if (shown.standing.state === "research-only" && isBoardAlone(own)) hidden++;
    else models.push(shown);
  }
  return { models, hidden };
}

/** One card whole. Refuses `MODEL_UNKNOWN`, a blinded reader, and the board a research-only one. */
export async function readModel(tx: Tx, personId: string, modelId: string): Promise<ModelDetail> {
  const [row] = await rowsOf(tx, modelId);
  if (!row) return refuse("MODEL_UNKNOWN", `There is no model ${modelId}, or it belongs to a trial that is not yours.`);
  const own = await trialAccess(tx, personId, row.trial);
  if (own.view === "reader") return notAllowed("read-record", own.permissions);
  const detail = detailOf(row, await reportedSignatures(tx, personId));
  if (detail.standing.state === "research-only" && isBoardAlone(own))
    return refuse(
      "NOT_ALLOWED",
      "This model is for research only: no locked validation of this installation has shown that it holds. It is not shown to the board.",
    );
  return detail;
}

/** Every model of the installation, for the server's own commands: their shell sees all of it. */
export async function storedModels(tx: Tx): Promise<ModelDetail[]> {
  const reported = await reportedSignatures(tx, null);
  return (await rowsOf(tx)).map((row) => detailOf(row, reported));
}

const rowsOf = ({ sql }: Tx, id?: string) => sql<Row[]>`
  select m.id, t.key as trial, t.document ->> 'title' as "trialTitle", m.document, m.document_hash as "documentHash", m.at as "registeredAt",
         coalesce(u.name, m.created_by) as "registeredBy",
         (select jsonb_build_object('id', o.id, 'version', o.version) from validation.model_supersession s
            join validation.model o on o.id = s.superseded_id where s.by_id = m.id order by s.at desc limit 1) as supersedes,
         (select jsonb_build_object('id', o.id, 'version', o.version) from validation.model_supersession s
            join validation.model o on o.id = s.by_id where s.superseded_id = m.id) as "supersededBy"
    from validation.model m join record.trial t on t.id = m.trial_id
    left join identity."user" u on u.id = m.created_by
   ${id === undefined ? sql`` : sql`where m.id = ${id}`}
   order by t.key, m.key, m.at`;

function detailOf(row: Row, reported: Awaited<ReturnType<typeof reportedSignatures>>): ModelDetail {
  const card = modelCard.parse(row.document);
  const { signature } = card;
  const signatureHash = hashOf(signature);
  return {
    id: row.id,
    trial: row.trial,
    trialTitle: row.trialTitle,
    key: signature.id,
    version: signature.version,
    title: signature.title,
    predicts: signature.predicts,
    speaks: card.speaks,
    origin: signature.origin.kind,
    registeredAt: row.registeredAt,
    registeredBy: row.registeredBy,
    supersedes: row.supersedes,
    supersededBy: row.supersededBy,
    standing: standingOf(reported.get(signatureHash)),
    card,
    documentHash: row.documentHash,
    signatureHash,
    formulaHash: formulaHash(signature),
    configHashes: [
      ...new Set(
        signature.inputs.flatMap((i) => (i.from === "feature" && i.configHash !== null ? [i.configHash] : [])),
      ),
    ],
  };
}
