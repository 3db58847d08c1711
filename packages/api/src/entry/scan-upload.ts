import { asPerson, type Database } from "@nadir/db";
import { canonicalJson, key, refuse } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/view.ts";

/** What is said of a scan when its file is sent: the cells of its row of the table `images`. */
export const scanForm = z.strictObject({
  /** Made by the browser when the form is begun: sent twice, one scan is recorded. */
  entry: z.uuid(),
  trial: key,
  cells: z.record(z.string().max(64), z.string().max(4000)),
});
export type ScanForm = z.infer<typeof scanForm>;

const scanUpload = scanForm.extend({
  schema: z.literal("nadir.scan-upload/1"),
  file: z.strictObject({ hash: z.string(), bytes: z.int().min(1) }),
});
export type ScanUpload = z.infer<typeof scanUpload>;

/**
 * Asks whether the person may enter this scan, before its file is kept. Refuses `TRIAL_UNKNOWN`, `NOT_ALLOWED`,
 * `SUBJECT_UNKNOWN`, `VISIT_UNKNOWN`; what is wrong with the row or the file is told by the work itself.
 */
export function authoriseScan(db: Database, personId: string, { trial, cells }: ScanForm): Promise<void> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trial);
    await requirePermission(tx, personId, trialId, "enter-data");
    const subject = cells["subject"]?.trim() ?? "";
    const visit = cells["visit"]?.trim() ?? "";
    const [found] = await tx.sql<{ hasVisit: boolean }[]>`
      select exists (select from record.visit v where v.subject_id = s.id and v.key = ${visit} and v.superseded_at is null)
        as "hasVisit" from record.subject s where s.trial_id = ${trialId} and s.key = ${subject} and s.superseded_at is null`;
    if (!found) refuse("SUBJECT_UNKNOWN", `There is no patient '${subject}' in this trial, or not at a site of yours.`);
    else if (!found.hasVisit)
      refuse("VISIT_UNKNOWN", `There is no visit '${visit}' of ${subject} on record; enter the visit first.`);
  });
}

/** Keeps the file and what was said of it, and answers with the address of both. Nothing of the record is touched. */
export async function storeScan(store: ObjectStore, form: ScanForm, bytes: Uint8Array): Promise<string> {
  if (bytes.length === 0) refuse("FILE_EMPTY", "The file is empty; choose the scan's file.");
  const upload: ScanUpload = {
    ...form,
    schema: "nadir.scan-upload/1",
    file: { hash: await store.put(bytes), bytes: bytes.length },
  };
  return store.put(new TextEncoder().encode(canonicalJson(upload)));
}

export async function readScanUpload(store: ObjectStore, address: string): Promise<ScanUpload> {
  return scanUpload.parse(JSON.parse(new TextDecoder().decode(await store.get(address))));
}
