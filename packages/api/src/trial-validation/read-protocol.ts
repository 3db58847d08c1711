import { asPerson, asSystem, type Database, type Tx } from "@nadir/db";
import { PROTOCOL_STATES, protocolDocument } from "@nadir/domain";
import { z } from "zod";
import { protocolAccess } from "./protocol-access.ts";

const signatureLine = z.object({
  person: z.string(),
  role: z.string(),
  meaning: z.string(),
  at: z.date(),
  documentHash: z.string(),
  /** Whether it signs the text as it stands. */
  current: z.boolean(),
});

const logLine = z.object({
  /** Number in the log; null before the opening, since it counts what was recorded of the trial in between. */
  seq: z.int().nullable(),
  at: z.date(),
  actor: z.string(),
  action: z.string(),
  hash: z.string(),
  /** For a refused attempt: the codes and the sentence with which it was refused. */
  refused: z.object({ codes: z.array(z.string()), message: z.string() }).nullable(),
});

/** Everything a person who may read reports or write protocols can know of one, without an outcome of its test set. */
export const protocolDetail = z.object({
  id: z.string(),
  trial: z.string(),
  trialTitle: z.string(),
  family: z.string(),
  version: z.int(),
  state: z.enum(PROTOCOL_STATES),
  document: protocolDocument,
  documentHash: z.string(),
  createdAt: z.date(),
  lockedAt: z.date().nullable(),
  predictedAt: z.date().nullable(),
  openedAt: z.date().nullable(),
  reportedAt: z.date().nullable(),
  predictionsHash: z.string().nullable(),
  signatures: z.array(signatureLine),
  /** Subjects by set; counts only. */
  sets: z.array(z.object({ set: z.string(), subjects: z.int() })),
  artefacts: z.array(z.object({ kind: z.string(), outputHash: z.string(), subjects: z.int() })),
  predictions: z.object({
    computed: z.int(),
    notComputable: z.array(z.object({ reason: z.string(), subjects: z.int() })),
  }),
  openings: z.array(
    z.object({ at: z.date(), by: z.string(), reuse: z.int(), protocolHash: z.string(), ofThisProtocol: z.boolean() }),
  ),
  log: z.array(logLine),
  report: z
    .object({ createdAt: z.date(), resultHash: z.string(), htmlHash: z.string(), pdfHash: z.string() })
    .nullable(),
  may: z.object({ writeProtocol: z.boolean(), lock: z.boolean(), open: z.boolean(), readReport: z.boolean() }),
});
export type ProtocolDetail = z.infer<typeof protocolDetail>;

/** A protocol with its signatures, openings, refused attempts and log. Refuses `PROTOCOL_UNKNOWN`, `NOT_ALLOWED`. */
export async function readProtocol(db: Database, personId: string, protocolId: string): Promise<ProtocolDetail> {
  const detail = await asPerson(db, personId, async (tx) => {
    const { permissions } = await protocolAccess(tx, personId, protocolId, ["read-report", "write-protocol"]);
    const may = {
      writeProtocol: permissions.has("write-protocol"),
      lock: permissions.has("lock-protocol"),
      open: permissions.has("open-outcomes"),
      readReport: permissions.has("read-report"),
    };
    return { ...(await readParts(tx, protocolId)), may };
  });
  const log = await readLog(db, protocolId);
  return { ...detail, log: detail.openedAt === null ? log.map((line) => ({ ...line, seq: null })) : log };
}

async function readParts(tx: Tx, protocolId: string) {
  const { sql } = tx;
  const [row] = await sql<
    Omit<ProtocolDetail, "signatures" | "sets" | "artefacts" | "predictions" | "openings" | "log" | "report" | "may">[]
  >`
    select p.id, t.key as trial, t.title as "trialTitle", p.family, p.version, p.state, p.document,
           p.canonical_hash as "documentHash", p.created_at as "createdAt", p.locked_at as "lockedAt",
           p.predicted_at as "predictedAt", p.opened_at as "openedAt", p.reported_at as "reportedAt",
           p.prediction_hash as "predictionsHash"
      from validation.protocol p join record.trial t on t.id = p.trial_id where p.id = ${protocolId}`;
  const signatures = await sql<ProtocolDetail["signatures"]>`
    select coalesce(u.name, g.person_id) as person, g.person_role as role, g.meaning, g.at,
           g.document_hash as "documentHash", g.document_hash = ${row!.documentHash} as current
      from validation.signature g left join identity."user" u on u.id = g.person_id
     where g.protocol_id = ${protocolId} order by g.at, g.meaning`;
  const sets = await sql<ProtocolDetail["sets"]>`
    select "set", count(*)::int as subjects from validation.split_assignment
     where protocol_id = ${protocolId} group by "set" order by "set"`;
  const artefacts = await sql<ProtocolDetail["artefacts"]>`
    select kind, output_hash as "outputHash", cardinality(subject_tags) as subjects
      from validation.artefact where protocol_id = ${protocolId} order by created_at, kind`;
  const predictions = await sql<{ reason: string | null; subjects: number }[]>`
    select not_computable_reason as reason, count(*)::int as subjects from validation.prediction
     where protocol_id = ${protocolId} group by 1 order by 1 nulls first`;
  const openings = await sql<ProtocolDetail["openings"]>`
    select o.opened_at as at, coalesce(u.name, o.opened_by) as by, o.reuse, o.protocol_hash as "protocolHash",
           o.protocol_id = ${protocolId} as "ofThisProtocol"
      from sealed.opening o left join identity."user" u on u.id = o.opened_by
     where o.test_set_id = (select test_set_id from validation.protocol where id = ${protocolId}) order by o.reuse`;
  const [report] = await sql<NonNullable<ProtocolDetail["report"]>[]>`
    select created_at as "createdAt", result_hash as "resultHash", html_hash as "htmlHash", pdf_hash as "pdfHash"
      from validation.report where protocol_id = ${protocolId}`;
  return {
    ...row!,
    signatures: [...signatures],
    sets: [...sets],
    artefacts: [...artefacts],
    predictions: {
      computed: predictions.find((p) => p.reason === null)?.subjects ?? 0,
      notComputable: predictions.flatMap(({ reason, subjects }) => (reason === null ? [] : [{ reason, subjects }])),
    },
    openings: [...openings],
    report: report ?? null,
  };
}

/**
 * The log of this protocol, refused attempts included, for whom has just been allowed to read it: the acts of others on
 * it are part of what a reader of the report must be able to see.
 */
async function readLog(db: Database, protocolId: string): Promise<ProtocolDetail["log"]> {
  const object = `validation.protocol/${protocolId}`;
  const rows = await asSystem(
    db,
    "show the log of a protocol",
    ({ sql }) => sql<{ seq: number; at: Date; actor: string; action: string; hash: string; payload: string }[]>`
      select e.seq, e.at, coalesce(u.name, e.actor) as actor, e.action, e.hash, e.payload
        from audit.event e left join identity."user" u on u.id = e.actor
       where e.object = ${object} order by e.seq`,
  );
  return rows.map(({ payload, ...line }) => ({
    ...line,
    refused: line.action.endsWith("-refused") ? refusalIn(payload) : null,
  }));
}

function refusalIn(payload: string): { codes: string[]; message: string } {
  const said = JSON.parse(payload) as { code?: string; codes?: string[]; message?: string };
  return { codes: said.codes ?? (said.code === undefined ? [] : [said.code]), message: said.message ?? "" };
}
