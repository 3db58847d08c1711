import { asSystem, type Database } from "@nadir/db";
import type { ValidationResult } from "@nadir/domain";

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/**
 * Signatories of a protocol who, in a clinical role of the same trial, were told of the course of its test subjects before
 * the opening, by the log (validation.md §3.1: such access is logged and listed in the report): of one patient, or of many at
 * once by a list or a table.
 */
export async function readUnblinded(
  db: Database,
  protocolId: string,
  opened: { readonly seq: number },
): Promise<NonNullable<ValidationResult["life"]["unblinded"]>> {
  return asSystem(db, "list the unblinded signatories of a report", async ({ sql }) => {
    const rows = await sql<{ person: string; subjects: number; first: string; last: string }[]>`
      with tested as (
        select a.subject_id, p.test_set_id from validation.split_assignment a
          join validation.protocol p on p.id = a.protocol_id
         where a.protocol_id = ${protocolId} and a."set" = 'test'
      ), read as (
        select e.* from audit.event e
         where e.action in ('sealed-course-read', 'sealed-courses-read') and e.seq < ${opened.seq}
           and e.actor in (select person_id from validation.signature where protocol_id = ${protocolId})
      ), told as (
        select r.actor, r.at, t.subject_id from read r
          join tested t on r.action = 'sealed-course-read' and r.object = 'record.subject/' || t.subject_id
        union all
        select r.actor, r.at, t.subject_id from read r
         cross join jsonb_array_elements(coalesce(r.payload::jsonb -> 'sets', '[]')) s
          join tested t on s ->> 'testSet' = t.test_set_id::text
           and (s -> 'subjects' = '"all"' or s -> 'subjects' @> to_jsonb(t.subject_id))
         where r.action = 'sealed-courses-read'
      )
      select coalesce(u.name, t.actor) as person, count(distinct t.subject_id)::int as subjects,
             to_char(min(t.at) at time zone 'UTC', ${ISO}) as first, to_char(max(t.at) at time zone 'UTC', ${ISO}) as last
        from told t left join identity."user" u on u.id = t.actor
       group by t.actor, u.name order by 1`;
    return [...rows];
  });
}
