import type { Tx } from "@nadir/db";
import type { FormSignature } from "../read/signature-shape.ts";
import { type ReaderForm, type ReadingWithSignature, signatureUnder } from "./signature-of-reading.ts";

/** The live readings of a subject on one form, as row-level security shows them, each with what stands under it. */
export async function readForms<T extends { readonly subject: string }>(
  { sql }: Tx,
  form: ReaderForm,
  subjectId: string,
): Promise<(Omit<T, "subject"> & { signature: FormSignature })[]> {
  const rows = await sql<(ReadingWithSignature & { document: T })[]>`
    select r.id, r.version, r.state, r.document, r.visit_id as "visitId", r.reader, r.import_id is not null as "isBroughtIn",
           (select jsonb_build_object('version', s.version, 'at', s.signed_at, 'meaning', s.meaning,
                     'documentHash', s.document_hash, 'amends', s.amends, 'hash', s.signature_hash,
                     'by', coalesce(u.name, s.reader))
              from record.reading_signature s left join identity."user" u on u.id = s.reader where s.reading_id = r.id order by s.version desc limit 1) as signature
      from record.${sql(form)} r where r.subject_id = ${subjectId} and r.superseded_at is null
     order by r.document ->> 'visit', r.document ->> 'lesion' nulls first, r.document ->> 'reader', r.document ->> 'form'`;
  return rows.map(({ signature, ...row }) => {
    const { subject: _subject, ...said } = row.document;
    const found = signature && { ...signature, at: new Date(signature.at) };
    return { ...said, signature: signatureUnder({ ...row, signature: found }) };
  });
}
