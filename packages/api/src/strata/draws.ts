import { asPerson, type Database } from "@nadir/db";
import { refuse, type StrataRule, strataRule } from "@nadir/domain";
import { stratumFromRecord } from "@nadir/risk";
import { requirePermission } from "../identity/permissions.ts";
import { trialAccess } from "../read/view.ts";
import { NO_RULE, readRecords } from "./read-records.ts";

export interface DrawAsked {
  readonly trial: string;
  readonly subject: string;
  /** The stratum that the person saw and confirmed. */
  readonly stratum: string;
  readonly eligible: boolean;
}

export interface Drawn {
  readonly drawId: string;
  readonly number: number;
  readonly stratum: string;
  /** Null in a blinded trial. */
  readonly arm: string | null;
}

/**
 * Draws for one patient by the randomisation in use, with the stratum that the record gives under that randomisation's rule.
 * Refuses where the stratum is not the one that was seen: the record changed meanwhile. The arm is read in a transaction of
 * its own, after the draw is written for good; should that fail, `tellArm` answers it any time.
 */
export async function drawFor(db: Database, personId: string, asked: DrawAsked): Promise<Drawn> {
  const drawn = await asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, asked.trial);
    await requirePermission(tx, personId, trialId, "randomise");
    const [plan] = await tx.sql<{ id: string; blinded: boolean; rule: unknown }[]>`
      select p.id, p.blinded, r.document as rule from allocation.plan p left join allocation.rule r on r.id = p.rule_id
       where p.id = allocation.plan_in_use(${trialId})`;
    if (!plan)
      return refuse(
        "RANDOMISATION_NOT_ON",
        "No randomisation is in use in this trial: it takes a simulation and two signatures.",
      );
    const rule: StrataRule | null = plan.rule === null ? null : strataRule.parse(plan.rule);
    const [subject] = await readRecords(tx, trialId, rule ?? NO_RULE, asked.subject);
    if (!subject)
      return refuse(
        "SUBJECT_UNKNOWN",
        `There is no patient '${asked.subject}' in this trial, or it is not of your site.`,
      );
    const { inputs, levels, stratum } = rule
      ? stratumFromRecord(rule, subject.record)
      : { inputs: [], levels: [], stratum: "all" };
    if (stratum === null)
      return refuse(
        "NO_STRATUM",
        `Patient ${asked.subject} has no stratum: ${inputs.flatMap(({ why }) => why ?? []).join(" ")} Enter it first.`,
      );
    if (stratum !== asked.stratum)
      return refuse(
        "STRATUM_CHANGED",
        `Patient ${asked.subject} is in the stratum '${stratum}' by the rule of the randomisation in use; you confirmed '${asked.stratum}'. Look again; nothing was drawn.`,
        { found: asked.stratum, expected: stratum },
      );
    const known = levels.map((level) => level ?? "unknown");
    const values = Object.fromEntries(inputs.map(({ factor, value }) => [factor, value]));
    const [row] = await tx.sql<{ id: string; number: number }[]>`
      select id, number from allocation.draw(${subject.id}, ${plan.id}, ${tx.sql.json(known)}, ${tx.sql.json(values)}, ${asked.eligible})`;
    return { drawId: row!.id, number: row!.number, stratum, blinded: plan.blinded };
  });
  const { blinded, ...rest } = drawn;
  return { ...rest, arm: blinded ? null : await tellArm(db, personId, drawn.drawId) };
}

/** The arm of a draw of an open trial; that it was told is written. */
export async function tellArm(db: Database, personId: string, drawId: string): Promise<string> {
  return asPerson(db, personId, async ({ sql }) => {
    const [row] = await sql<{ arm: string }[]>`select allocation.tell(${drawId}) as arm`;
    return row!.arm;
  });
}

/**
 * Emergency unblinding: the reason is written for good, then the arm is read. `authenticate` asks anew who it is.
 * Refuses `SIGNATURE_MISSING`, `NOT_ALLOWED`, `DRAW_UNKNOWN`, `NOT_BLINDED`, `REASON_MISSING`.
 */
export async function unblind(
  db: Database,
  personId: string,
  drawId: string,
  reason: string,
  authenticate: () => Promise<boolean>,
): Promise<string> {
  if (!(await authenticate())) refuse("SIGNATURE_MISSING", "Wrong password: nothing was unblinded.");
  const id = await asPerson(db, personId, async (tx) => {
    // A draw that the person does not see, the database refuses like one that does not exist.
    const [draw] = await tx.sql<
      { trial: string }[]
    >`select trial_id as trial from allocation.draw where id = ${drawId}`;
    if (draw) await requirePermission(tx, personId, draw.trial, "unblind");
    const [row] = await tx.sql<{ id: string }[]>`select allocation.unblind(${drawId}, ${reason}) as id`;
    return row!.id;
  });
  return asPerson(db, personId, async ({ sql }) => {
    const [row] = await sql<{ arm: string }[]>`select allocation.unblinded_arm(${id}) as arm`;
    return row!.arm;
  });
}

/** A remark on a draw: an error is annotated, never undone. */
export async function annotateDraw(db: Database, personId: string, drawId: string, remark: string): Promise<void> {
  await asPerson(db, personId, ({ sql }) => sql`select allocation.annotate(${drawId}, ${remark})`);
}
