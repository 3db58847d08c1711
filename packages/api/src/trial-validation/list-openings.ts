import { asPerson, asSystem, type Database } from "@nadir/db";
import { z } from "zod";
import { listProtocols } from "./list-protocols.ts";

/** One line of the history: an opening, or an attempt that was refused. */
export const openingLine = z.object({
  at: z.date(),
  protocolId: z.string(),
  family: z.string(),
  version: z.int(),
  title: z.string(),
  testSet: z.string().nullable(),
  by: z.string(),
  /** Which opening of its test set it was; null for a refused attempt. */
  reuse: z.int().nullable(),
  refused: z.object({ codes: z.array(z.string()), message: z.string() }).nullable(),
});
export type OpeningLine = z.infer<typeof openingLine>;

/** Openings and refused openings of every protocol that the person may see, newest first. */
export async function listOpenings(db: Database, personId: string): Promise<OpeningLine[]> {
  const cards = await asPerson(db, personId, (tx) => listProtocols(tx, personId));
  const ids = cards.map((c) => c.id);
  if (ids.length === 0) return [];
  const rows = await asSystem(
    db,
    "show the history of openings",
    ({ sql }) => sql<
      { object: string; at: Date; by: string; action: string; payload: string; testSet: string | null }[]
    >`
      select e.object, e.at, coalesce(u.name, e.actor) as by, e.action, e.payload, s.key as "testSet"
        from audit.event e
        left join identity."user" u on u.id = e.actor
        left join validation.protocol p on e.object = 'validation.protocol/' || p.id
        left join sealed.test_set s on s.id = p.test_set_id
       where e.action in ('opened', 'opening-refused') and e.object = any (${ids.map((id) => `validation.protocol/${id}`)})
       order by e.seq desc`,
  );
  return rows.map((row) => {
    const card = cards.find((c) => row.object.endsWith(c.id))!;
    const said = JSON.parse(row.payload) as { reuse?: number; code?: string; codes?: string[]; message?: string };
    return {
      at: row.at,
      protocolId: card.id,
      family: card.family,
      version: card.version,
      title: card.title,
      testSet: row.testSet,
      by: row.by,
      reuse: row.action === "opened" ? (said.reuse ?? 1) : null,
      refused:
        row.action === "opened"
          ? null
          : { codes: said.codes ?? (said.code === undefined ? [] : [said.code]), message: said.message ?? "" },
    };
  });
}
