import type { Tx } from "@nadir/db";
import { PERMISSIONS } from "@nadir/domain";
import { z } from "zod";
import { listModels } from "../models/index.ts";
import { listProtocols } from "../trial-validation/index.ts";

export const placesQuery = z.object({
  /** Words or part of a key, in any case. */
  text: z.string().trim().min(1, "Write at least one letter of what you look for.").max(64),
});

/** Most places of one kind in an answer: a list to choose from, not a table. */
export const PLACES_OF_A_KIND = 8;

export const places = z.object({
  trials: z.array(z.object({ key: z.string(), title: z.string() })),
  patients: z.array(z.object({ trial: z.string(), trialTitle: z.string(), key: z.string() })),
  protocols: z.array(z.object({ id: z.string(), title: z.string(), trialTitle: z.string(), state: z.string() })),
  models: z.array(z.object({ id: z.string(), title: z.string(), trialTitle: z.string() })),
  /** Of boards, past ones too, the latest first. */
  meetings: z.array(
    z.object({ id: z.string(), trial: z.string(), title: z.string(), heldOn: z.string(), isOff: z.boolean() }),
  ),
});
export type Places = z.infer<typeof places>;

/**
 * What of the person's own record bears the words: trials, patients by key, protocols, models and boards' meetings. Finds nothing that
 * the person could not open: rows come through the same policies and lists as the pages that show them.
 */
export async function findPlaces(tx: Tx, personId: string, { text }: z.infer<typeof placesQuery>): Promise<Places> {
  const like = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const trials = await tx.sql<Places["trials"]>`
    select t.key, t.title from record.trial t
    where t.superseded_at is null and (t.title ilike ${like} or t.key ilike ${like})
    order by t.title limit ${PLACES_OF_A_KIND}`;
  // Keys that begin with the words first, then the shorter: what was typed whole stands on top.
  const patients = await tx.sql<Places["patients"]>`
    select t.key as trial, t.title as "trialTitle", s.key from record.subject s
    join record.trial t on t.id = s.trial_id and t.superseded_at is null
    where s.superseded_at is null and s.key ilike ${like}
    order by s.key not ilike ${like.slice(1)}, length(s.key), s.key, t.title limit ${PLACES_OF_A_KIND}`;
  const bears = (title: string) => title.toLowerCase().includes(text.toLowerCase());
  const protocols = (await listProtocols(tx, personId)).filter((p) => bears(p.title));
  const { models } = await listModels(tx, personId);
  const meetings = await meetingsNamed(tx, personId, like);
  return {
    trials: [...trials],
    patients: [...patients],
    protocols: protocols
      .slice(0, PLACES_OF_A_KIND)
      .map(({ id, title, trialTitle, state }) => ({ id, title, trialTitle, state })),
    models: models
      .filter((m) => bears(m.title))
      .slice(0, PLACES_OF_A_KIND)
      .map(({ id, title, trialTitle }) => ({ id, title, trialTitle })),
    meetings,
  };
}

/** Roles to which a board's meetings are listed: who reads the record unblinded. */
const UNBLINDED = Object.entries(PERMISSIONS).flatMap(([role, held]) => (held.includes("read-record") ? [role] : []));

async function meetingsNamed({ sql }: Tx, personId: string, like: string): Promise<Places["meetings"]> {
  const rows = await sql<Places["meetings"]>`
    select m.id, t.key as trial, m.title, m.held_on::text as "heldOn", m.is_off as "isOff" from board.meeting_now m
    join record.trial t on t.id = m.trial_id and t.superseded_at is null
    where m.title ilike ${like}
      and exists (select from identity.membership h where h.trial_id = m.trial_id and h.user_id = ${personId}
                    and h.revoked_at is null and h.role = any (${UNBLINDED}))
    order by m.held_on desc, t.key, m.title limit ${PLACES_OF_A_KIND}`;
  return [...rows];
}

export const meetings = z.array(z.object({ id: z.uuid(), trial: z.string(), title: z.string(), heldOn: z.string() }));
export type Meetings = z.infer<typeof meetings>;

/** The boards' meetings of today and later that the person may see, the next first; of their patients nothing. */
export async function nextMeetings({ sql }: Tx): Promise<Meetings> {
  const rows = await sql<Meetings>`
    select m.id, t.key as trial, m.title, m.held_on::text as "heldOn" from board.meeting_now m
    join record.trial t on t.id = m.trial_id and t.superseded_at is null
    where m.held_on >= (now() at time zone 'UTC')::date and not m.is_off
    order by m.held_on, t.key, m.title limit ${PLACES_OF_A_KIND}`;
  return [...rows];
}
