import { asPerson, type Database, type Tx } from "@nadir/db";
import { type RandomisationPlan, Refusal, randomisationPlan, refuse } from "@nadir/domain";
import { type PlanBehaviour, simulatePlan } from "@nadir/risk";
import { trialAccess } from "../read/view.ts";
import { rulesOf } from "./rules.ts";
import type { PlanWish } from "./strata-shape.ts";

/** A randomisation as a statistician sets it up: everything but the rule, which is the trial's newest version. */
export interface PlanGiven {
  readonly trial: string;
  readonly arms: readonly { readonly name: string; readonly ratio: number }[];
  readonly method: RandomisationPlan["method"];
  readonly blinded: boolean;
  /** Without strata: permuted blocks over all patients. */
  readonly withRule: boolean;
}

export async function setUpPlan(tx: Tx, personId: string, given: PlanGiven): Promise<{ planId: string }> {
  const { trialId } = await trialAccess(tx, personId, given.trial);
  const [rule] = given.withRule ? await rulesOf(tx, trialId) : [];
  if (given.withRule && !rule)
    refuse("RULE_UNKNOWN", "The trial has no strata rule yet; lodge one, or set the randomisation up without strata.");
  const read = randomisationPlan.safeParse({
    schema: "nadir.randomisation/1",
    id: "trial",
    version: "1",
    arms: given.arms,
    method: given.method,
    ...(rule ? { strata: rule.document } : {}),
  });
  if (!read.success)
    throw new Refusal(
      read.error.issues.map((issue) => ({
        code: "PLAN_INVALID",
        message: `${issue.path.join(".")}: ${issue.message}.`,
        where: { path: issue.path.join(".") },
      })),
    );
  const { arms, method } = read.data;
  const [made] = await tx.sql<{ id: string }[]>`
    select allocation.set_up(${trialId}, ${rule?.id ?? null}, ${tx.sql.json({ arms, method } as never)}, ${given.blinded}) as id`;
  return { planId: made!.id };
}

const MOST_PATIENTS = 400_000;

/** Simulates a plan and keeps the answer on record. Refuses more work than a request may do, and power for other than two arms. */
export async function simulateOnRecord(
  db: Database,
  personId: string,
  planId: string,
  wish: PlanWish,
): Promise<PlanBehaviour> {
  if (wish.subjects * wish.runs > MOST_PATIENTS)
    refuse(
      "SIMULATION_TOO_LARGE",
      `${wish.runs} runs of ${wish.subjects} patients are more than the page simulates (${MOST_PATIENTS.toLocaleString("en")} patients in all). Take fewer runs, or \`nadir randomise simulate\` at the command line.`,
    );
  const plan = await asPerson(db, personId, (tx) => planWhole(tx, planId));
  if ((wish.survival || wish.response) && plan.arms.length !== 2)
    refuse("TWO_ARMS", `Power is reckoned for two arms; the plan has ${plan.arms.length}.`);
  if (wish.survival && wish.response)
    refuse("ONE_OUTCOME", "Ask for the power on survival or on response, not on both.");
  const { survival, response, ...rest } = wish;
  const result = simulatePlan(plan, { ...rest, ...(survival ? { survival } : {}), ...(response ? { response } : {}) });
  await asPerson(
    db,
    personId,
    ({ sql }) =>
      sql`select allocation.keep_simulation(${planId}, ${sql.json(wish as never)}, ${sql.json(result as never)})`,
  );
  return result;
}

async function planWhole({ sql }: Tx, planId: string): Promise<RandomisationPlan> {
  const [row] = await sql<{ document: { plan: object }; rule: object | null }[]>`
    select s.document, r.document as rule from allocation.setting s join allocation.plan p on p.id = s.plan_id
      left join allocation.rule r on r.id = p.rule_id where p.id = ${planId}`;
  if (!row)
    return refuse("NOT_ALLOWED", "The settings of a randomisation are read by statisticians of the whole trial alone.");
  return randomisationPlan.parse({
    schema: "nadir.randomisation/1",
    id: "trial",
    version: "1",
    ...row.document.plan,
    ...(row.rule ? { strata: row.rule } : {}),
  });
}

export type PlanMeaning = "set up" | "approved for use" | "stopped";

/** Signs a plan as it was seen. `authenticate` asks anew who it is; an open session does not sign. */
export async function signPlan(
  db: Database,
  personId: string,
  signature: { planId: string; meaning: PlanMeaning; seen: string; reason: string | null },
  authenticate: () => Promise<boolean>,
): Promise<{ signatureId: string }> {
  if (!(await authenticate())) refuse("SIGNATURE_MISSING", "Wrong password: nothing was signed.");
  return asPerson(db, personId, async ({ sql }) => {
    const [row] = await sql<{ id: string }[]>`
      select allocation.sign(${signature.planId}, ${signature.meaning}, ${signature.seen}, ${signature.reason}) as id`;
    return { signatureId: row!.id };
  });
}
