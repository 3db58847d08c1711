import { z } from "zod";

const told = z.object({
  code: z.string(),
  message: z.string(),
  where: z.object({ file: z.string().optional(), row: z.int().optional(), column: z.string().optional() }).optional(),
});
export type Told = z.infer<typeof told>;

/** What came of adding a scan, as the work's result carries it: recorded, or refused with its problems. */
const scanResult = z.object({
  isRepeated: z.boolean().default(false),
  problems: z.array(told).default([]),
  warnings: z.array(told).default([]),
  notComputed: z.string().nullable().default(null),
});
export type ScanResult = z.infer<typeof scanResult>;

/** Null for work that ended with an error of the server. */
export const readScanResult = (result: unknown): ScanResult | null => scanResult.safeParse(result).data ?? null;
