import { asSystem, type Database } from "@nadir/db";
import { MAX_FAILURES, WINDOW_MINUTES } from "../identity/failed-attempts.ts";
import { type Finding, note, well } from "./finding.ts";

/** Refused sign-ins of the last day, and accounts that are locked now by failures; nobody is named. */
export async function signInsFinding(db: Database): Promise<Finding> {
  const row = await asSystem(db, "count failed attempts", async ({ sql }) => {
    const [counts] = await sql<{ failures: number; locked: number; often: number }[]>`
      select coalesce(sum(n), 0)::int as failures, count(*) filter (where lately >= ${MAX_FAILURES})::int as locked,
             count(*) filter (where n >= ${MAX_FAILURES})::int as often
        from (select count(*) as n, count(*) filter (where at > now() - make_interval(mins => ${WINDOW_MINUTES})) as lately
                from identity.failed_attempt where at > now() - interval '1 day' group by of) each`;
    return counts!;
  });
  const found = `${row.failures} failed ${row.failures === 1 ? "attempt" : "attempts"} in a day that no success followed; ${row.locked} locked now`;
  // Below the lock it is a mistyped password; a name that reaches it, even once in the day, was tried.
  return row.often === 0
    ? well("sign-ins", found)
    : note(
        "sign-ins",
        found,
        "The page Audit tells whose and when (action sign-in-refused): ask the person; a lock opens by itself, or by an administrator of the person's trial (Admin, People).",
      );
}
