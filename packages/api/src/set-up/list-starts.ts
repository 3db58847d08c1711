import { asPerson, type Database } from "@nadir/db";
import { readingCharter, TRIAL_TEMPLATES, trial as trialDocument, trialTemplate } from "@nadir/domain";
import { z } from "zod";
import { administeredTrials } from "../identity/administer-people.ts";
import { notAllowed } from "../identity/permissions.ts";
import { charterOf } from "../reads/charter.ts";

/** What a new trial can begin from: the templates, and the trials that the person administers. */
export const trialStarts = z.object({
  templates: z.array(trialTemplate),
  trials: z.array(z.object({ trial: trialDocument, charter: readingCharter.nullable() })),
});
export type TrialStarts = z.infer<typeof trialStarts>;

/** Refuses `NOT_ALLOWED` to whoever administers no trial as a whole. */
export function listStarts(db: Database, personId: string): Promise<TrialStarts> {
  return asPerson(db, personId, async (tx) => {
    const administered = await administeredTrials(tx, personId);
    if (administered.length === 0) notAllowed("administer", new Set());
    const rows = await tx.sql<{ id: string; document: unknown }[]>`
      select id, document from record.trial where id = any (${administered.map(({ id }) => id)}::uuid[]) order by key`;
    const trials: TrialStarts["trials"] = [];
    for (const { id, document } of rows) {
      const charter = await charterOf(tx, id);
      trials.push({
        trial: trialDocument.parse(document),
        charter: charter ? readingCharter.strip().parse(charter) : null,
      });
    }
    return { templates: [...TRIAL_TEMPLATES], trials };
  });
}
