import type { ProtocolRow } from "@nadir/api/trial-validation";
import type { Tx } from "@nadir/db";
import { canonicalJson, type LockedProtocolDocument, refuse } from "@nadir/domain";
import type { Artefact } from "../estimators/estimator.ts";

/** Stores fitted artefacts; one that is there with the same hash is left as it is. */
export async function storeArtefacts(tx: Tx, row: ProtocolRow, artefacts: readonly Artefact[]): Promise<void> {
  for (const a of artefacts) {
    const [known] = await tx.sql`
      select 1 from validation.artefact where protocol_id = ${row.id} and output_hash = ${a.outputHash}`;
    if (known) continue;
    await tx.sql`
      insert into validation.artefact (protocol_id, trial_id, kind, document, output_hash, subject_tags)
      values (${row.id}, ${row.trialId}, ${a.kind}, ${canonicalJson(a)}::text::jsonb, ${a.outputHash},
              ${[...a.subjectTags]}::text[])`;
  }
}

/** The artefacts that the locked protocol names, by hash; refuses `MODEL_HASH_MISMATCH` where one is missing. */
export async function lockedArtefacts(tx: Tx, row: ProtocolRow, document: LockedProtocolDocument): Promise<Artefact[]> {
  const stored = await tx.sql<{ document: string; output_hash: string; subject_tags: string[] }[]>`
    select document::text as document, output_hash, subject_tags from validation.artefact where protocol_id = ${row.id}`;
  return document.frozen.artefacts.map((reference) => {
    const found = stored.find((s) => s.output_hash === reference.outputHash);
    if (!found)
      return refuse(
        "MODEL_HASH_MISMATCH",
        `The protocol locks artefact ${reference.id} with hash ${reference.outputHash}; none of that hash is stored.`,
        { found: stored.map((s) => s.output_hash).join(", ") || "none", expected: reference.outputHash },
      );
    const artefact = JSON.parse(found.document) as Artefact;
    if (canonicalJson([...found.subject_tags].sort()) !== canonicalJson(artefact.subjectTags))
      return refuse(
        "MODEL_HASH_MISMATCH",
        `The subject list of artefact ${reference.id} is not the one that was hashed.`,
      );
    return artefact;
  });
}
