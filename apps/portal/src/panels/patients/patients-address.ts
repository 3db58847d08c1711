import type { SubjectQuery } from "@nadir/api/read";
import { z } from "zod";

/** Written out here, because the browser must not load the server's module; the compiler holds it to the procedure's. */
const SORTS = [
  "key",
  "site",
  "arm",
  "age",
  "start",
  "visits",
  "lastVisit",
  "change",
  "best",
  "last",
  "progression",
] as const satisfies readonly SubjectQuery["sort"][];

/** The table's state lives in the address: a view can be kept, sent and gone back to. */
const pageSize = 25;
const words = z.string().trim().max(64);

const fromAddress = z.object({
  sort: z.enum(SORTS).catch("key"),
  direction: z.enum(["ascending", "descending"]).catch("ascending"),
  search: words.catch(""),
  arm: words.catch(""),
  site: words.catch(""),
  best: words.catch(""),
  flag: words.catch(""),
  who: z.string().trim().max(160).catch(""),
  confirmation: z.enum(["any", "waiting"]).catch("any"),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type PatientsAddress = z.infer<typeof fromAddress>;
export type PatientSort = PatientsAddress["sort"];

export const readAddress = (given: Record<string, string | string[] | undefined>): PatientsAddress =>
  fromAddress.parse(given);

/** The query of the procedure: empty filters are left out. */
export const asQuery = (trial: string, { arm, site, best, flag, who, ...rest }: PatientsAddress) => ({
  trial,
  pageSize,
  ...rest,
  ...(arm ? { arm } : {}),
  ...(site ? { site } : {}),
  ...(best ? { best } : {}),
  ...(flag ? { flag } : {}),
  ...(who ? { who } : {}),
});

const plain: PatientsAddress = readAddress({});

/** The address of the same table with something changed; what is as by default is not spelled out. */
export function patientsHref(trial: string, address: PatientsAddress, change: Partial<PatientsAddress>): string {
  const next = { ...address, ...change };
  const spelled = Object.entries(next).filter(([name, value]) => value !== plain[name as keyof PatientsAddress]);
  const query = new URLSearchParams(spelled.map(([name, value]) => [name, String(value)])).toString();
  return `/trials/${trial}${query ? `?${query}` : ""}`;
}

export const isFiltered = (address: PatientsAddress): boolean =>
  Boolean(address.search || address.arm || address.site || address.best || address.flag || address.who) ||
  address.confirmation === "waiting";
