import "server-only";
import { me } from "./request-context.ts";

/** Whether the signed-in person enters data in this trial; the server asks again when they do. */
export async function mayEnter(trial: string): Promise<boolean> {
  const { trials } = await me();
  return trials.find(({ key }) => key === trial)?.permissions.includes("enter-data") ?? false;
}

const ASKING: ReadonlySet<string> = new Set(["coordinator", "reader", "data-manager", "administrator"]);

/** Whether the signed-in person raises and answers queries in this trial; the server asks again when they do. */
export async function mayAsk(trial: string): Promise<boolean> {
  const { trials } = await me();
  return trials.find(({ key }) => key === trial)?.roles.some((role) => ASKING.has(role)) ?? false;
}
