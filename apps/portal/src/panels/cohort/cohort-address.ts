import { criterionId } from "@nadir/domain";
import { z } from "zod";

/** The page's state stands in its address: a view can be kept, sent and gone back to. What is no such word is left out. */
const words = z.string().trim().min(1).max(200).optional().catch(undefined);
const keys = z
  .string()
  .transform((text) =>
    [...new Set(text.split(",").filter((key) => key !== "" && key.length <= 64))].slice(0, MOST_KEPT),
  )
  .catch([]);
const number = (otherwise: number, least: number) => z.coerce.number().int().min(least).max(10_000).catch(otherwise);

/** More keys than this make an address that servers refuse; then the selection is of this moment only. */
export const MOST_KEPT = 500;

const fromAddress = z.object({
  criterion: criterionId.optional().catch(undefined),
  best: z.enum(["confirmed", "unconfirmed"]).catch("confirmed"),
  arm: words,
  site: words,
  /** Chosen patients. */
  sel: keys,
  /** Show nobody but the chosen. */
  only: z.literal("1").optional().catch(undefined),
  /** Of the swimmer plot. */
  page: number(1, 1),
  endpoint: z.enum(["pfs", "os"]).catch("pfs"),
  by: z.enum(["all", "arm", "site", "marker", "feature", "selection"]).catch("all"),
  marker: words,
  kind: words,
  region: words,
  pool: z.enum(["mean", "largest", "volume-weighted"]).catch("mean"),
  visit: number(0, 0),
  family: words,
  feature: words,
});
export type CohortAddress = z.infer<typeof fromAddress>;

export const readCohortAddress = (given: Record<string, string | string[] | undefined>): CohortAddress =>
  fromAddress.parse({ ...given, sel: given["sel"] ?? "" });

/** The chosen patients in the query of an address of the page. */
export const selectionIn = (search: string): string[] =>
  readCohortAddress({ sel: new URLSearchParams(search).get("sel") ?? "" }).sel;

/** The address with these chosen, or none where they are too many for one; null where it stands so already. */
export function withSelection(href: string, chosen: ReadonlySet<string>): URL | null {
  const address = new URL(href);
  const text = chosen.size > MOST_KEPT ? "" : [...chosen].sort().join(",");
  if ((address.searchParams.get("sel") ?? "") === text) return null;
  if (text === "") address.searchParams.delete("sel");
  else address.searchParams.set("sel", text);
  return address;
}

type Named = Record<string, unknown>;
/** Without what is undefined: an absent member and an undefined one are not the same question. */
const present = <T extends Named>(named: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as never;

/** What every view is narrowed to. */
export const asCohortQuery = (trial: string, { criterion, best, arm, site, only, sel }: CohortAddress) => ({
  trial,
  best,
  ...present({ criterion, arm, site, only: only && sel.length > 0 ? sel : undefined }),
});

export const asFeatureQuery = (trial: string, address: CohortAddress) => ({
  ...asCohortQuery(trial, address),
  pool: address.pool,
  visit: address.visit,
  ...present({ kind: address.kind, region: address.region, family: address.family, feature: address.feature }),
});

export const asSurvivalQuery = (trial: string, address: CohortAddress) => ({
  ...asFeatureQuery(trial, address),
  endpoint: address.endpoint,
  by: address.by,
  selection: address.sel,
  ...present({ marker: address.marker }),
});

const plain = readCohortAddress({});

/** The address's words; what is as by default is not spelled out. */
export function spelled(address: CohortAddress): [string, string][] {
  return Object.entries(address).flatMap(([name, value]): [string, string][] => {
    const text = Array.isArray(value) ? value.join(",") : String(value ?? "");
    const usual = plain[name as keyof CohortAddress];
    return text === "" || (!Array.isArray(value) && value === usual) ? [] : [[name, text]];
  });
}

export const cohortHref = (trial: string, address: CohortAddress, change: Partial<CohortAddress> = {}): string => {
  const query = new URLSearchParams(spelled({ ...address, ...change })).toString();
  return `/trials/${trial}/cohort${query ? `?${query}` : ""}`;
};
