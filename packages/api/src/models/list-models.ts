import type { Tx } from "@nadir/db";
import { hashOf, modelCard, refuse } from "@nadir/domain";
import { z } from "zod";
import { notAllowed } from "../identity/permissions.ts";
import { type TrialAccess, trialAccess } from "../read/view.ts";
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
    const { card: _, documentHash: __, signatureHash: ___, configHashes: ____, ...shown } = detailOf(row, found);
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
  select m.id, t.key as trial, t.document ->> 'title' as "trialTitle", m.document, m.document_hash as "documentHash", m.at as "registeredAt"
    from validation.model m join record.trial t on t.id = m.trial_id
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
    standing: standingOf(reported.get(signatureHash)),
    card,
    documentHash: row.documentHash,
    signatureHash,
    configHashes: [
      ...new Set(
        signature.inputs.flatMap((i) => (i.from === "feature" && i.configHash !== null ? [i.configHash] : [])),
      ),
    ],
  };
}
