import { criterionId } from "@nadir/domain";
import { z } from "zod";

/** The pair stands in the address: a view can be kept, sent and gone back to. A word that is no criterion is left out. */
const fromAddress = z.object({
  first: criterionId.optional().catch(undefined),
  second: criterionId.optional().catch(undefined),
  of: z.enum(["confirmed", "unconfirmed"]).catch("confirmed"),
});
export type ComparisonAddress = z.infer<typeof fromAddress>;

export const readComparisonAddress = (given: Record<string, string | string[] | undefined>): ComparisonAddress =>
  fromAddress.parse(given);

/** Without what is undefined: an absent member and an undefined one are not the same question. */
export const asComparisonQuery = (trial: string, { first, second, of }: ComparisonAddress) => ({
  trial,
  of,
  ...(first ? { first } : {}),
  ...(second ? { second } : {}),
});

const spelled = ({ first, second, of }: ComparisonAddress): string =>
  new URLSearchParams({ ...(first ? { first } : {}), ...(second ? { second } : {}), of }).toString();

export const comparisonHref = (trial: string, address: ComparisonAddress): string =>
  `/trials/${trial}/criteria?${spelled(address)}`;
export const comparisonCsvHref = (trial: string, address: ComparisonAddress): string =>
  `/api/tables/${trial}/criteria?${spelled(address)}`;
