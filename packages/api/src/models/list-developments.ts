import type { Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { notAllowed } from "../identity/permissions.ts";
import { type TrialAccess, trialAccess } from "../read/view.ts";
import {
  type DevelopmentDetail,
  type DevelopmentLine,
  developmentDetail,
  developmentLine,
} from "./development-record.ts";
import { isBoardAlone } from "./standing.ts";

interface Row extends DevelopmentLine {
  readonly documentHash: string;
  readonly record: unknown;
}

/** Developments are research: whoever may read the record or model sees them, a blinded reader and the board alone do not. */
const mayNot = (access: TrialAccess): boolean => access.view === "reader" || isBoardAlone(access);

/** Developments in the person's trials, newest first; with a hash those that fitted that very formula. */
export async function listDevelopments(
  tx: Tx,
  personId: string,
  formulaHash: string | null = null,
): Promise<DevelopmentLine[]> {
  const rows = await tx.sql<DevelopmentLine[]>`
    ${line(tx)} ${formulaHash === null ? tx.sql`` : tx.sql`where d.formula_hash = ${formulaHash}`}
     order by d.at desc`;
  const known = new Map<string, boolean>();
  const shown: DevelopmentLine[] = [];
  for (const row of rows) {
    if (!known.has(row.trial)) known.set(row.trial, mayNot(await trialAccess(tx, personId, row.trial)));
    if (!known.get(row.trial)) shown.push(developmentLine.parse(row));
  }
  return shown;
}

/** One development whole. Refuses `DEVELOPMENT_UNKNOWN`, a blinded reader and the board. */
export async function readDevelopment(tx: Tx, personId: string, id: string): Promise<DevelopmentDetail> {
  const [row] = await tx.sql<Row[]>`
    ${line(tx, tx.sql`, d.document_hash as "documentHash", d.document as record`)} where d.id = ${id}`;
  if (!row)
    return refuse("DEVELOPMENT_UNKNOWN", `There is no development ${id}, or it belongs to a trial that is not yours.`);
  const access = await trialAccess(tx, personId, row.trial);
  if (isBoardAlone(access))
    return refuse(
      "NOT_ALLOWED",
      "A development is for research only: nothing of it has been shown to hold on other patients. It is not shown to the board.",
    );
  if (mayNot(access)) return notAllowed("read-record", access.permissions);
  return developmentDetail.parse(row);
}

const line = ({ sql }: Tx, more = sql``) => sql`
  select d.id, t.key as trial, d.kind, d.document -> 'plan' ->> 'id' as plan,
         (d.document -> 'cohort' ->> 'subjects')::int as subjects, d.at, coalesce(u.name, d.created_by) as by,
         d.formula_hash as "formulaHash" ${more}
    from validation.development d join record.trial t on t.id = d.trial_id and t.superseded_at is null
    left join identity."user" u on u.id = d.created_by`;
