import { z } from "zod";
import { PD_L1_SCORINGS } from "./clinical/pd-l1.ts";

/** How a tissue, blood or sequencing marker was measured, as far as the record says; absent parts are not recorded. */
const assayDetails = z.strictObject({
  assay: z.string().optional(),
  clone: z.string().optional(),
  scoring: z.enum(PD_L1_SCORINGS).optional(),
  /** In the marker's unit. */
  cutOff: z.number().optional(),
});
export type AssayDetails = z.infer<typeof assayDetails>;

/**
 * Heterogeneity of assays among the markers that are predictors of a protocol. A row: subjects of one set at one site
 * whose value of the marker came from one assay.
 */
export const assaysResult = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        marker: z.string(),
        ...assayDetails.shape,
        set: z.enum(["training", "test"]),
        site: z.string(),
        subjects: z.int().min(1),
      }),
    )
    .min(1),
  /** Assays with which test subjects were measured and no training subject was. */
  unseen: z.array(z.strictObject({ marker: z.string(), assay: z.string(), subjects: z.int().min(1) })),
});
export type AssaysResult = z.infer<typeof assaysResult>;

/** `PharmDx, clone 22C3, TPS, cut-off 50`, or `not recorded`. */
export function assayInWords({ assay, clone, scoring, cutOff }: AssayDetails): string {
  const parts = [
    assay,
    clone === undefined ? undefined : `clone ${clone}`,
    scoring,
    cutOff === undefined ? undefined : `cut-off ${cutOff}`,
  ].filter((p) => p !== undefined);
  return parts.length === 0 ? "not recorded" : parts.join(", ");
}
