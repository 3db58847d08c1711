import { asSystem, type Database } from "@nadir/db";
import type { ValidationResult } from "@nadir/domain";

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/**
 * Signatories of a protocol who, in a clinical role of the same trial, looked at the course of its test subjects before the
 * opening, by the log (validation.md §3.1: such access is logged and listed in the report).
 */
export async function readUnblinded(
  db: Database,
  protocolId: string,
  opened: { readonly seq: number },
): Promise<NonNullable<ValidationResult["life"]["unblinded"]>> {
  return asSystem(db, "list the unblinded signatories of a report", async ({ sql }) => {
    const rows = await sql<{ person: string; subjects: number; first: string; last: string }[]>`
      select coalesce(u.name, e.actor) as person, count(distinct e.object)::int as subjects,
             to_char(min(e.at) at time zone 'UTC', ${ISO}) as first, to_char(max(e.at) at time zone 'UTC', ${ISO}) as last
        from audit.event e
        join validation.split_assignment a on a.protocol_id = ${protocolId} and a."set" = 'test'
         and e.object = 'record.subject/' || a.subject_id
        left join identity."user" u on u.id = e.actor
       where e.action = 'sealed-course-read' and e.seq < ${opened.seq}
         and e.actor in (select person_id from validation.signature where protocol_id = ${protocolId})
       group by e.actor, u.name order by 1`;
    return [...rows];
  });
}
