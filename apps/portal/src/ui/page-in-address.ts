import { z } from "zod";

type Address = Record<string, string | string[] | undefined>;

const pageNumber = z.coerce.number().int().min(1).max(1_000_000).catch(1);

/** The page of a long table as it stands in the address under `name`; anything else is the first. */
export const pageInAddress = (given: Address, name = "page"): number => pageNumber.parse(given[name] ?? 1);

/** The same address at another page of that table. */
export function hrefAtPage(path: string, given: Address, page: number, name = "page"): string {
  const kept = Object.entries(given).flatMap(([key, value]) =>
    key === name || value === undefined ? [] : [value].flat().map((one) => [key, one]),
  );
  return `${path}?${new URLSearchParams([...kept, [name, String(page)]])}`;
}
