import type { Tx } from "@nadir/db";
import type { ScanSource, SubjectFacts } from "./facts.ts";

type Links = Required<Pick<SubjectFacts, "links" | "alsoIn" | "scans">>;

/**
 * Who a trial's subjects are across trials, and where their scans came from, as far as the role of this transaction sees
 * it. Of other trials it learns that a patient of the same keyed hash stands there, and nothing else.
 */
export async function readLinks(tx: Tx, trialId: string): Promise<Map<string, Links>> {
  const people = await tx.sql<{ id: string; links: string[]; also_in: string[] }[]>`
    select s.id, s.document -> 'linkTags' as links,
           array(select distinct t.key from record.subject o join record.trial t on t.id = o.trial_id
                  where o.trial_id <> s.trial_id and o.superseded_at is null
                    and o.document -> 'linkTags' ?| array(select jsonb_array_elements_text(s.document -> 'linkTags'))
                  order by 1) as also_in
      from record.subject s
     where s.trial_id = ${trialId} and s.superseded_at is null and s.document ? 'linkTags'`;
  const scans = await tx.sql<(ScanSource & { subjectId: string })[]>`
    select i.subject_id as "subjectId", i.document ->> 'studyUid' as "studyUid", i.document ->> 'seriesUid' as "seriesUid",
           i.document ->> 'scanner' as scanner, i.document ->> 'imagingSite' as "imagingSite",
           i.document ->> 'readingSite' as "readingSite"
      from record.image i where i.trial_id = ${trialId} and i.superseded_at is null
     order by i.object_hash, i.document ->> 'seriesUid'`;
  const found = new Map<string, Links>();
  const of = (id: string): Links => found.get(id) ?? { links: [], alsoIn: [], scans: [] };
  for (const { id, links, also_in } of people) found.set(id, { ...of(id), links, alsoIn: also_in });
  for (const { subjectId, ...scan } of scans)
    if (Object.values(scan).some((value) => value !== null))
      found.set(subjectId, { ...of(subjectId), scans: [...of(subjectId).scans, scan] });
  return found;
}
