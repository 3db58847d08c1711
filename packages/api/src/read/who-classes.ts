import type { Tx } from "@nadir/db";
import { type Biomarker, who2021Glioma } from "@nadir/domain";
import { gliomaFindings } from "@nadir/risk";
import type { TrialAccess } from "./view.ts";

/**
 * The WHO 2021 class of each subject of a glioma trial, from the markers that the person may see; with its grade where one is told. Empty
 * in other trials and for a blinded reader, and a subject of whom nothing is known is not named.
 */
export async function whoClasses({ sql }: Tx, { trialId, view }: TrialAccess): Promise<ReadonlyMap<string, string>> {
  const classes = new Map<string, string>();
  if (view === "reader") return classes;
  const [trial] = await sql<{ disease: string }[]>`
    select document ->> 'disease' as disease from record.trial where id = ${trialId}`;
  if (trial?.disease !== "glioma") return classes;
  const rows = await sql<{ subject: string; document: Biomarker }[]>`
    select subject_id as subject, document from record.biomarker
     where trial_id = ${trialId} and superseded_at is null order by date nulls first, code, ordinal`;
  const bySubject = new Map<string, Biomarker[]>();
  for (const { subject, document } of rows) {
    const own = bySubject.get(subject);
    if (own) own.push(document);
    else bySubject.set(subject, [document]);
  }
  for (const [subject, markers] of bySubject) {
    const who = who2021Glioma(gliomaFindings(markers).found);
    if (who.type === null && who.because.length === 0) continue;
    classes.set(subject, who.grade === null ? who.name : `${who.name}, grade ${who.grade}`);
  }
  return classes;
}
