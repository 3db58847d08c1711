import type { Tx } from "@nadir/db";
import { z } from "zod";
import { permissionsOf } from "../identity/permissions.ts";
import { readModel } from "./list-models.ts";

const protocol = z.object({ id: z.string(), family: z.string(), version: z.int(), title: z.string() });

/** Reported protocols on one test set: one that froze this model's signature, and those of others. */
export const comparable = z.object({
  own: protocol,
  testSet: z.string(),
  /** How often the set has been opened. */
  openings: z.int(),
  others: z.array(protocol),
  /** Whether the person may have them compared: they may open outcomes in the trial. */
  mayCompare: z.boolean(),
});
export type Comparable = z.infer<typeof comparable>;

/** With what a model can be compared: only where both were opened and reported under lock on the same set. */
export async function comparableWith(tx: Tx, personId: string, modelId: string): Promise<Comparable[]> {
  const model = await readModel(tx, personId, modelId);
  const found: Comparable[] = [];
  for (const { id } of model.standing.protocols) {
    const rows = await tx.sql<
      (Omit<Comparable["own"], "title"> & { title: string; trialId: string; testSet: string; openings: number })[]
    >`
      select p.id, p.family, p.version, p.document -> 'identity' ->> 'title' as title, p.trial_id as "trialId",
             s.key as "testSet", (select count(*) from sealed.opening o where o.test_set_id = s.id)::int as openings
        from validation.protocol p join validation.report r on r.protocol_id = p.id join sealed.test_set s on s.id = p.test_set_id
       where p.test_set_id = (select test_set_id from validation.protocol where id = ${id})
         and p.state in ('reported', 'archived')
       order by p.family, p.version`;
    const own = rows.find((row) => row.id === id);
    if (!own) continue;
    const short = ({ id: protocolId, family, version, title }: (typeof rows)[number]) => ({
      id: protocolId,
      family,
      version,
      title,
    });
    found.push({
      own: short(own),
      testSet: own.testSet,
      openings: own.openings,
      others: rows.filter((row) => row.id !== id).map(short),
      mayCompare: (await permissionsOf(tx, personId, own.trialId)).has("open-outcomes"),
    });
  }
  return found;
}
