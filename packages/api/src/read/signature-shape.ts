import { z } from "zod";

/** A signature as it is shown: whose, when, meaning what (21 CFR 11.50), and whether what was signed is still what stands there. */
export const boundSignature = z.object({
  /** The name of who signed; null to whoever must not know it, as the adjudicator of two reads. */
  by: z.string().nullable(),
  at: z.date(),
  meaning: z.string(),
  hash: z.string(),
  /** Why the signature no longer holds; null where it does. */
  broken: z.string().nullable(),
});
export type BoundSignature = z.infer<typeof boundSignature>;

/** What stands under a reader's form: a signature, or why there is none; null under a draft. */
export const formSignature = z.union([boundSignature, z.object({ none: z.string() })]).nullable();
export type FormSignature = z.infer<typeof formSignature>;
