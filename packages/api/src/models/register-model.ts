import type { Tx } from "@nadir/db";
import { hashOf, type ModelCard, type Problem, Refusal, refuse, type Signature } from "@nadir/domain";
import { catalogueEntryOf } from "@nadir/features";

export interface Registered {
  readonly id: string;
  readonly key: string;
  readonly version: string;
  readonly documentHash: string;
  readonly signatureHash: string;
  /** False where the very same card was registered before. */
  readonly isNew: boolean;
  /** What will keep it from scoring with the trial's present features; a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Registers a model in a trial. Refuses `TRIAL_UNKNOWN`, `FEATURE_UNKNOWN` (a feature that no configuration can give) and
 * `MODEL_VERSION_TAKEN` (the same name and version with another text). Warns where the trial has features of other
 * configurations only.
 */
export async function registerModel(tx: Tx, trialKey: string, card: ModelCard): Promise<Registered> {
  const [trial] = await tx.sql<{ id: string }[]>`select id from record.trial where key = ${trialKey}`;
  if (!trial)
    return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`, { found: trialKey });
  refuseUnknownFeatures(card.signature);
  const { id: key, version } = card.signature;
  const documentHash = hashOf(card);
  const signatureHash = hashOf(card.signature);
  const warnings = await configurationWarnings(tx, trial.id, card.signature);
  const [stored] = await tx.sql<{ id: string; document_hash: string }[]>`
    select id, document_hash from validation.model where trial_id = ${trial.id} and key = ${key} and version = ${version}`;
  const answer = { key, version, documentHash, signatureHash, warnings };
  if (stored?.document_hash === documentHash) return { ...answer, id: stored.id, isNew: false };
  if (stored)
    return refuse(
      "MODEL_VERSION_TAKEN",
      `Model '${key}' version ${version} is registered in '${trialKey}' with another text; a card is never changed: give the changed one its own version.`,
      { found: documentHash, expected: stored.document_hash },
    );
  const [made] = await tx.sql<{ id: string }[]>`
    insert into validation.model (trial_id, key, version, document, document_hash, signature_hash)
    values (${trial.id}, ${key}, ${version}, ${tx.sql.json(card as never)}, ${documentHash}, ${signatureHash}) returning id`;
  return { ...answer, id: made!.id, isNew: true };
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
