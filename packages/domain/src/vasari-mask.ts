import { z } from "zod";
import { VASARI_ITEMS, type VasariItemId } from "./vasari.ts";

/** The items that the parts of a mask can answer, or measure. */
export const VASARI_MASK_ITEMS = ["f5", "f6", "f7", "f9", "f10", "f11", "f14"] as const;

/** Units of what they measure: a share or ratio (1), a number of foci, mm. */
export const VASARI_MASK_UNITS = { f5: "1", f6: "1", f7: "1", f9: "foci", f10: "1", f11: "mm", f14: "1" } as const;

/** What a mask says of one item: a code of the form or why there is none, and the figure that it comes from. */
export const vasariMaskAnswer = z.object({
  id: z.enum(VASARI_MASK_ITEMS),
  code: z.int().nullable(),
  /** Set exactly where the code is null: a sentence without its full stop. */
  reason: z.string().nullable(),
  measured: z.number().nullable(),
  unit: z.enum(["1", "foci", "mm"]),
});
export type VasariMaskAnswer = z.infer<typeof vasariMaskAnswer>;

export type VasariBeside = { readonly is: "agrees" | "differs" } | { readonly is: "open"; readonly why: string };

/** Answers by which a reader says that the item has no answer. */
const NO_ANSWER = ["not applicable", "indeterminate"];

/**
 * A reader's answer beside what the mask says. A mask counts foci: it tells neither multicentric from multifocal disease (one
 * agrees with both) nor gliomatosis. Where either has no answer the comparison is open, and says why.
 */
export function besideReader({ id, code, reason }: VasariMaskAnswer, answer: number | undefined): VasariBeside {
  if (code === null) return { is: "open", why: `not computable: ${reason}` };
  if (answer === undefined) return { is: "open", why: "not read" };
  const words = VASARI_ITEMS.find((item) => item.id === (id satisfies VasariItemId))!.answers[answer] ?? "";
  if (NO_ANSWER.includes(words)) return { is: "open", why: `the reader says: ${words}` };
  if (id === "f9" && words === "gliomatosis") return { is: "open", why: "foci of a mask do not tell gliomatosis" };
  const same = answer === code || (id === "f9" && code === 2 && words === "multicentric");
  return { is: same ? "agrees" : "differs" };
}
