import { z } from "zod";

const day = z.iso.date().or(z.literal("")).catch("");

/** What of the log is looked for, as it stands in the address of the page and of its file. */
export const auditAddress = z.object({
  search: z.string().max(100).catch(""),
  action: z.string().max(100).catch(""),
  trial: z.string().max(200).catch(""),
  /** Key of a patient. */
  patient: z.string().max(64).catch(""),
  actor: z.string().max(100).catch(""),
  from: day,
  to: day,
  /** Number of the newest event that counts; a new search begins without. */
  upTo: z.coerce.number().int().min(1).optional().catch(undefined),
  page: z.coerce.number().int().min(1).catch(1),
});
export type AuditAddress = z.infer<typeof auditAddress>;

/** As the procedure is asked: what is empty narrows nothing. */
export function queryOfAddress({ search, page, ...narrowing }: AuditAddress) {
  const given = Object.fromEntries(
    Object.entries(narrowing).filter(([, value]) => value !== "" && value !== undefined),
  );
  return { search, page, ...given };
}

/** The same search at another page, or (without one) from its beginning or as a file. */
export const addressOf = (path: string, { page: _page, ...address }: AuditAddress, page?: number): string => {
  const given = Object.entries(address).filter(([, value]) => value !== "" && value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  if (page !== undefined) search.set("page", String(page));
  return search.size === 0 ? path : `${path}?${search}`;
};
