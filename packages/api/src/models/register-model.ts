import type { Tx } from "@nadir/db";
import { hashOf, type ModelCard, type Problem, Refusal, refuse, type Signature } from "@nadir/domain";
import { catalogueEntryOf } from "@nadir/features";
import { requireWholePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/view.ts";
import { type CardRest, cardOf } from "./card-of.ts";

export interface Registered {
  readonly id: string;
  readonly key: string;
  readonly version: string;
  readonly documentHash: string;
  readonly signatureHash: string;
  /** False where the very same card was registered before. */
  readonly isNew: boolean;
  /** The version that it stands in for; null for none. */
  readonly supersedes: string | null;
  /** What will keep it from scoring with the trial's present features; a sentence each. */
  readonly warnings: readonly string[];
}

/** What a registration is asked with beside the card. */
export interface Registration {
  /** The version of the same model that this one stands in for. */
  readonly supersedes?: string | undefined;
  /** Say what would come of it, and write nothing. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Registers a model in a trial, by the person or the system whose transaction it is. Refuses `TRIAL_UNKNOWN`, `FEATURE_UNKNOWN`
 * (a feature that no configuration can give), `MODEL_VERSION_TAKEN` (the same name and version with another text), and for what
 * it is to supersede `SUPERSEDED_VERSION_MISSING` and `MODEL_SUPERSEDED`. Warns where the trial has features of other configurations only.
 */
export async function registerModel(
  tx: Tx,
  trialKey: string,
  card: ModelCard,
  { supersedes, dryRun = false }: Registration = {},
): Promise<Registered> {
  const [trial] = await tx.sql<{ id: string }[]>`
    select id from record.trial where key = ${trialKey} and superseded_at is null`;
  if (!trial)
    return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`, { found: trialKey });
  refuseUnknownFeatures(card.signature);
  const { id: key, version } = card.signature;
  const documentHash = hashOf(card);
  const signatureHash = hashOf(card.signature);
  const warnings = await configurationWarnings(tx, trial.id, card.signature);
  const [stored] = await tx.sql<{ id: string; document_hash: string }[]>`
    select id, document_hash from validation.model where trial_id = ${trial.id} and key = ${key} and version = ${version}`;
  const answer = { key, version, documentHash, signatureHash, warnings, supersedes: supersedes ?? null };
  if (stored && stored.document_hash !== documentHash)
    return refuse(
      "MODEL_VERSION_TAKEN",
      `Model '${key}' version ${version} is registered in '${trialKey}' with another text; a card is never changed: give the changed one its own version.`,
      { found: documentHash, expected: stored.document_hash },
    );
  const former = supersedes === undefined ? null : await formerVersion(tx, trial.id, card, supersedes);
  if (dryRun) return { ...answer, id: stored?.id ?? "", isNew: !stored };
  const id = stored?.id ?? (await insertModel(tx, trial.id, card, { documentHash, signatureHash }));
  if (former !== null)
    await tx.sql`
      insert into validation.model_supersession (superseded_id, by_id, trial_id) values (${former}, ${id}, ${trial.id})`;
  return { ...answer, id, isNew: !stored };
}

async function insertModel(
  tx: Tx,
  trialId: string,
  card: ModelCard,
  { documentHash, signatureHash }: { readonly documentHash: string; readonly signatureHash: string },
): Promise<string> {
  const { id: key, version } = card.signature;
  const [made] = await tx.sql<{ id: string }[]>`
    insert into validation.model (trial_id, key, version, document, document_hash, signature_hash)
    values (${trialId}, ${key}, ${version}, ${tx.sql.json(card as never)}, ${documentHash}, ${signatureHash}) returning id`;
  return made!.id;
}

/** The id of the version that is to be superseded. */
async function formerVersion(tx: Tx, trialId: string, { signature }: ModelCard, version: string): Promise<string> {
  const { id: key } = signature;
  if (version === signature.version)
    return refuse(
      "SUPERSEDED_VERSION_MISSING",
      `Version ${version} of '${key}' cannot stand in for itself; name an earlier one.`,
    );
  const rows = await tx.sql<{ id: string; version: string; by: string | null }[]>`
    select m.id, m.version, n.version as by from validation.model m
      left join validation.model_supersession s on s.superseded_id = m.id left join validation.model n on n.id = s.by_id
     where m.trial_id = ${trialId} and m.key = ${key} order by m.at`;
  const found = rows.find((row) => row.version === version);
  if (!found)
    return refuse(
      "SUPERSEDED_VERSION_MISSING",
      `Model '${key}' has no version ${version} in this trial to stand in for; ${rows.length === 0 ? "it has none" : `it has ${rows.map((r) => r.version).join(", ")}`}.`,
      { found: version, expected: rows.map((r) => r.version).join(", ") },
    );
  if (found.by !== null)
    return refuse(
      "MODEL_SUPERSEDED",
      `Version ${version} of '${key}' was superseded by version ${found.by} already; name the one in use.`,
      { found: version, expected: found.by },
    );
  return found.id;
}

function refuseUnknownFeatures({ inputs }: Signature): void {
  const problems = inputs.flatMap((input, i): Problem[] =>
    input.from !== "feature" || isKnown(input.key)
      ? []
      : [
          {
            code: "FEATURE_UNKNOWN",
            message: `${input.label} asks for the feature '${input.key}', which no configuration gives; the catalogue (page Features) has the names.`,
            where: { path: `signature.inputs.${i}.key` },
            found: input.key,
          },
        ],
  );
  if (problems.length > 0) throw new Refusal(problems);
}

/** A key is an id of the catalogue, with the filter before it or the aggregation behind it. */
function isKnown(key: string): boolean {
  const parts = key.split("_");
  for (let from = 0; from < parts.length; from++)
    for (let to = parts.length; to > from; to--) if (catalogueEntryOf(parts.slice(from, to).join("_"))) return true;
  return false;
}

async function configurationWarnings(tx: Tx, trialId: string, { inputs }: Signature): Promise<string[]> {
  const asked = [
    ...new Set(
      inputs.flatMap((input) => (input.from === "feature" && input.configHash !== null ? [input.configHash] : [])),
    ),
  ];
  if (asked.length === 0) return [];
  const rows = await tx.sql<{ hash: string }[]>`
    select distinct config_hash as hash from derived.feature_vector where trial_id = ${trialId} order by 1`;
  const has = rows.map(({ hash }) => hash);
  return asked
    .filter((hash) => !has.includes(hash))
    .map(
      (hash) =>
        `No features of this trial have the configuration ${hash.slice(0, 12)}… that the signature is defined with; the trial has ${has.length === 0 ? "none" : has.map((h) => `${h.slice(0, 12)}…`).join(", ")}. It will not be scored.`,
    );
}

/**
 * As `registerModel`, in the name of a person, from a file's document: a card, or a signature with what it does not say.
 * Refuses besides `NOT_ALLOWED` without the permission to write protocols, and a document that is no model.
 */
export async function registerFor(
  tx: Tx,
  personId: string,
  asked: Registration & CardRest & { readonly trial: string; readonly document: unknown },
): Promise<Registered & { readonly card: ModelCard }> {
  const { trialId } = await trialAccess(tx, personId, asked.trial);
  await requireWholePermission(tx, personId, trialId, "write-protocol");
  const card = cardOf(asked.document, asked);
  return { ...(await registerModel(tx, asked.trial, card, asked)), card };
}
