import type { Tx } from "@nadir/db";
import { criterionId } from "@nadir/domain";
import { endpointsOf } from "@nadir/response";
import { z } from "zod";
import { outcomesOf, responseAccess } from "./cohort-outcomes.ts";
import { readCase, type subjectQuery } from "./read-case.ts";
import { patientEndpoints } from "./read-endpoints.ts";

export const subjectEndpoints = z.array(patientEndpoints.extend({ criterion: criterionId, name: z.string() }));
export type SubjectEndpoints = z.infer<typeof subjectEndpoints>;

/** The endpoints of one subject under each of the trial's criteria, each time with the rule by which it ended. */
export async function readSubjectEndpoints(
  tx: Tx,
  personId: string,
  query: z.infer<typeof subjectQuery>,
): Promise<SubjectEndpoints> {
  // A blinded reader may try measurements on own reads; endpoints rest on the whole record.
  await responseAccess(tx, personId, query.trial);
  const { document, own } = await readCase(tx, personId, query);
  const [contact] = await tx.sql<{ on: string | null }[]>`
    select f.last_contact_on::text as on from record.follow_up f
    join record.subject s on s.id = f.subject_id join record.trial t on t.id = s.trial_id
    where t.key = ${query.trial} and s.key = ${query.subject} and s.superseded_at is null and f.superseded_at is null`;
  return Object.entries(outcomesOf(document, own, false)).map(([criterion, outcome]) => {
    const endpoints = endpointsOf(document, outcome, contact?.on ? { lastContact: contact.on } : {});
    return subjectEndpoints.element.parse({ ...endpoints, criterion, name: outcome.name });
  });
}
