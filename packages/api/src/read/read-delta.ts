import type { Tx } from "@nadir/db";
import { deltaRow, refuse } from "@nadir/domain";
import { catalogueEntryOf } from "@nadir/features";
import { z } from "zod";
import { noteSealedCourse } from "./note-sealed.ts";
import { trialAccess } from "./view.ts";

const namedDeltaRow = deltaRow.extend({
  /** The feature's name and family in the catalogue. */
  name: z.string(),
  family: z.string(),
});

export const deltaDetail = z.object({ id: z.uuid(), configHash: z.string(), rows: z.array(namedDeltaRow) });
export type DeltaDetail = z.infer<typeof deltaDetail>;

const stored = z.union([z.array(deltaRow), z.object({ rows: z.array(deltaRow) }).transform((v) => v.rows)]);

/** The change of every feature of one lesion between two visits. Refuses `DELTA_UNKNOWN`, and a blinded reader. */
export async function readDelta(tx: Tx, personId: string, deltaId: string): Promise<DeltaDetail> {
  const [row] = await tx.sql<{ configHash: string; values: unknown; trial: string; subject: string }[]>`
    select d.config_hash as "configHash", d.values, t.key as trial, d.subject_id as subject
    from derived.feature_delta d join record.trial t on t.id = d.trial_id where d.id = ${deltaId}`;
  const unknown = () =>
    refuse(
      "DELTA_UNKNOWN",
      `There is no feature change ${deltaId}, or it belongs to a trial or site that is not yours.`,
    );
  if (!row) return unknown();
  const { view } = await trialAccess(tx, personId, row.trial);
  if (view === "reader") return unknown();
  await noteSealedCourse(tx, row.subject);
  return {
    id: deltaId,
    configHash: row.configHash,
    rows: stored.parse(row.values).map((r) => {
      const entry = catalogueEntryOf(r.id);
      return { ...r, name: entry?.name ?? r.id, family: entry?.family ?? "other" };
    }),
  };
}
