import { asPerson, type Database, type Tx } from "@nadir/db";
import {
  canonicalJson,
  type FiledAssessment,
  hashOf,
  lackingIn,
  type QuadasAssessment,
  quadasAssessment,
  quadasEvidence,
  refuse,
  type SetFlow,
} from "@nadir/domain";
import { z } from "zod";
import { protocolAccess } from "./protocol-access.ts";
import { readProtocolRow } from "./protocol-row.ts";

const evidence = z.array(z.object({ what: z.string(), found: z.string() }));

/** A version of a form as the page lists it. */
const assessmentLine = z.object({
  person: z.string(),
  version: z.int(),
  state: z.enum(["draft", "final"]),
  at: z.date(),
  documentHash: z.string(),
});

/** QUADAS-2 of a protocol, as its page shows it: the person's own form, all versions they may see, and the evidence. */
export const appraisalView = z.object({
  /** The person's latest version; null before the first. */
  own: assessmentLine.extend({ document: quadasAssessment }).nullable(),
  lines: z.array(assessmentLine),
  evidence: z.object({ selection: evidence, indexTest: evidence, reference: evidence, flow: evidence }),
});
export type AppraisalView = z.infer<typeof appraisalView>;

type Of = { readonly personId: string; readonly protocolId: string };
type Line = z.infer<typeof assessmentLine> & { readonly document: QuadasAssessment; readonly own: boolean };

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS"Z"';

/** Refuses `PROTOCOL_UNKNOWN`, `NOT_ALLOWED`. */
export async function readAppraisal(db: Database, of: Of): Promise<AppraisalView> {
  return asPerson(db, of.personId, async (tx) => {
    await protocolAccess(tx, of.personId, of.protocolId, ["read-report"]);
    const { document } = await readProtocolRow(tx, of.protocolId);
    const [life] = await tx.sql<{ lockedAt: string | null; openedAt: string | null; openings: number }[]>`
      select to_char(p.locked_at at time zone 'UTC', ${ISO}) as "lockedAt",
             to_char(p.opened_at at time zone 'UTC', ${ISO}) as "openedAt",
             (select count(*)::int from sealed.opening o where o.test_set_id = p.test_set_id) as openings
        from validation.protocol p where p.id = ${of.protocolId}`;
    const [reported] = await tx.sql<{ flow: SetFlow | null }[]>`
      select jsonb_path_query_first(result, '$.flow[*] ? (@.set == "test")') as flow
        from validation.report where protocol_id = ${of.protocolId}`;
    const lines = await versions(tx, of.protocolId);
    const { own: _, ...latest } = lines.find((l) => l.own) ?? { own: false };
    return {
      own: "document" in latest ? latest : null,
      lines: lines.map(({ document: _document, own: _own, ...line }) => line),
      evidence: Object.fromEntries(
        Object.entries(quadasEvidence(document, life!, reported?.flow ?? null)).map(([d, rows]) => [d, [...rows]]),
      ) as AppraisalView["evidence"],
    };
  });
}

/** Every version that the person may see, the latest first: their own, and what others made final. */
const versions = async (tx: Tx, protocolId: string): Promise<Line[]> => [
  ...(await tx.sql<Line[]>`
    select coalesce(u.name, a.created_by) as person, a.version, a.state, a.at, a.document,
           a.document_hash as "documentHash", a.created_by = nadir.actor() as own
      from validation.appraisal a left join identity."user" u on u.id = a.created_by
     where a.protocol_id = ${protocolId} and a.tool = 'quadas-2' order by a.at desc, a.version desc`),
];

/**
 * Saves the next version of the person's form. `seen` is the version that they worked from (0 before the first): another
 * window that saved meanwhile is not overwritten. Refuses `APPRAISAL_INCOMPLETE` for a final form that lacks something,
 * `APPRAISAL_CHANGED` for a version that is no longer the latest, `PROTOCOL_UNKNOWN`, `NOT_ALLOWED`.
 */
export async function saveAppraisal(
  db: Database,
  of: Of,
  { form, seen }: { readonly form: QuadasAssessment; readonly seen: number },
): Promise<{ version: number; state: QuadasAssessment["state"] }> {
  const document = quadasAssessment.parse(form);
  const lacking = document.state === "final" ? lackingIn(document) : [];
  if (lacking.length > 0) return refuse("APPRAISAL_INCOMPLETE", lacking.join(" "));
  return asPerson(db, of.personId, async (tx) => {
    const { trialId } = await protocolAccess(tx, of.personId, of.protocolId, ["read-report"]);
    // One at a time, and never while a report of the protocol is being filed.
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`appraisal ${of.protocolId}`}, 0))`;
    const [own] = await tx.sql<{ version: number }[]>`
      select coalesce(max(version), 0)::int as version from validation.appraisal
       where protocol_id = ${of.protocolId} and tool = 'quadas-2' and created_by = ${of.personId}`;
    const last = own!.version;
    if (last !== seen)
      return refuse(
        "APPRAISAL_CHANGED",
        `Version ${last} of your form was saved meanwhile, and you worked from version ${seen}. Load the page anew and enter the change again.`,
        { found: String(seen), expected: String(last) },
      );
    await tx.sql`
      insert into validation.appraisal (protocol_id, trial_id, tool, version, state, document, document_hash)
      values (${of.protocolId}, ${trialId}, 'quadas-2', ${last + 1}, ${document.state},
              ${canonicalJson(document)}::text::jsonb, ${hashOf(document)})`;
    return { version: last + 1, state: document.state };
  });
}

/**
 * The latest final form of each person, by name: what a report prints. What was saved after the protocol's
 * report was filed is left out. `hold` keeps others from saving until the transaction ends.
 */
export async function finalAppraisals(
  tx: Tx,
  protocolId: string,
  { hold = false }: { readonly hold?: boolean } = {},
): Promise<FiledAssessment[]> {
  if (hold) await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`appraisal ${protocolId}`}, 0))`;
  return [
    ...(await tx.sql<FiledAssessment[]>`
      select * from (
        select distinct on (a.created_by) coalesce(u.name, a.created_by) as person, a.version,
               to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
               a.document_hash as "documentHash", a.document
          from validation.appraisal a left join identity."user" u on u.id = a.created_by
         where a.protocol_id = ${protocolId} and a.tool = 'quadas-2' and a.state = 'final'
           and not exists (select 1 from validation.report r where r.protocol_id = a.protocol_id and r.created_at < a.at)
         order by a.created_by, a.version desc) latest
       order by person collate "C", at`),
  ];
}
