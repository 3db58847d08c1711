import type { Tx } from "@nadir/db";
import type { Arm, Subject } from "@nadir/domain";

/** The arm of a subject; null: drawn by a randomisation and not told. */
export type ToldArm = { readonly code: string; readonly name: string } | null;

/**
 * Arms as far as they were told: of a subject for whom a randomisation drew, the arm of the draw once somebody was told it,
 * else none, whatever the record says; of any other the arm of the record.
 */
export async function readToldArms(
  { sql }: Tx,
  trialId: string,
  arms: readonly Arm[],
): Promise<(subject: Subject) => ToldArm> {
  const draws = await sql<{ subject: string; arm: string | null }[]>`
    select s.key as subject, t.arm from allocation.draw d
      join record.subject s on s.id = d.subject_id
      left join allocation.told t on t.draw_id = d.id
     where d.trial_id = ${trialId} order by d.number`;
  const drawn = new Map(draws.map(({ subject, arm }) => [subject, arm]));
  const told = (arm: string): ToldArm => {
    const own = arms.find(({ id, name }) => id === arm || name === arm);
    return { code: own?.id ?? arm, name: own?.name ?? arm };
  };
  return ({ key, arm }) => {
    const draw = drawn.get(key);
    return draw === null ? null : told(draw ?? arm);
  };
}
