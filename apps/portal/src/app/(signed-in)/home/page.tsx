import { redirect } from "next/navigation";
import { caller, me } from "../../../server/request-context.ts";
import { whereToBegin } from "../../../shell/where-to-begin.ts";

/** Where somebody begins, by their roles. */
export default async function HomePage() {
  const [{ permissions, trials }, { board }] = await Promise.all([me(), caller()]);
  const today = new Date().toISOString().slice(0, 10);
  const own = await Promise.all(
    trials.map(async ({ key, permissions }) => ({
      ...{ key, permissions },
      meetings: permissions.includes("decide")
        ? (await board.meetings({ trial: key, from: today })).meetings.filter((m) => m.offBecause === null)
        : [],
    })),
  );
  redirect(whereToBegin(permissions, own, today));
}
