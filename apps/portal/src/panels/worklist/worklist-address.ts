import { isoDay } from "@nadir/domain";
import { z } from "zod";

/** Written out here, because a browser must not load the server's module; the compiler holds them to the procedure's. */
export const KINDS = ["visit", "scan", "confirmation", "read", "query"] as const;
export const MOVERS = ["coordinator", "reader", "adjudicator", "data-manager"] as const;

const fromAddress = z.object({
  asOf: isoDay.optional().catch(undefined),
  /** Of trials that count study days. */
  day: z.coerce.number().int().min(-3650).max(36500).optional().catch(undefined),
  trial: z.string().max(64).catch(""),
  site: z.string().max(200).catch(""),
  kind: z.enum(["", ...KINDS]).catch(""),
  move: z.enum(["", ...MOVERS]).catch(""),
  coming: z.literal("yes").optional().catch(undefined),
  /** Of the list of one trial. */
  page: z.coerce.number().int().min(2).max(1_000_000).optional().catch(undefined),
});
export type WorklistAddress = z.infer<typeof fromAddress>;

/** What the address chooses; an empty field of a form chooses nothing. */
export const readWorklistAddress = (given: Record<string, string | string[] | undefined>): WorklistAddress =>
  fromAddress.parse(
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === "" ? undefined : value])),
  );

/** The address of the same list with something changed, from its first page; what chooses nothing is not spelled out. */
export function worklistHref(address: WorklistAddress, change: Partial<WorklistAddress>): string {
  const spelled = Object.entries({ ...address, page: undefined, ...change }).filter(
    ([, value]) => value !== undefined && value !== "",
  );
  const query = new URLSearchParams(spelled.map(([name, value]) => [name, String(value)])).toString();
  return `/worklist${query ? `?${query}` : ""}`;
}
