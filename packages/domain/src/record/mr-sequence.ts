import { z } from "zod";

/** What an MR image is, as trials of brain tumours name their sequences and maps. */
export const MR_SEQUENCES = ["T1", "T1CE", "T2", "FLAIR", "DWI", "ADC", "DSC", "CBV", "DCE"] as const;
export const mrSequence = z.enum(MR_SEQUENCES);
export type MrSequence = z.infer<typeof mrSequence>;

const alone = (word: string): RegExp => new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9*])`, "i");
const CONTRAST = /(?<![a-z])(ce|gd|gad\w*|post\w*|contrast\w*|enhanced|\+ ?c|c\+|km)(?![a-z])/i;
const NO_CONTRAST = /(?<![a-z])(pre|non|without|un)[ _-]?(contrast|enhanced|gad\w*|ce|gd)?(?![a-z])|unenhanced/i;

/** Maps before the sequences that they come from, and the particular before the general. */
const RULES: readonly (readonly [MrSequence, (description: string) => boolean])[] = [
  ["ADC", (d) => alone("adc").test(d) || /apparent diffusion/i.test(d)],
  ["CBV", (d) => alone("[nr]?cbv").test(d) || /blood volume/i.test(d)],
  ["DSC", (d) => alone("dsc").test(d) || /susceptibility contrast/i.test(d)],
  ["DCE", (d) => alone("dce").test(d) || /permeability/i.test(d)],
  ["DWI", (d) => alone("dwi").test(d) || alone("dti").test(d) || /diffusion/i.test(d)],
  ["FLAIR", (d) => /flair/i.test(d) && !alone("t1").test(d)],
  ["T1CE", (d) => alone("t1(ce|c|gd)").test(d) || (alone("t1w?").test(d) && CONTRAST.test(d) && !NO_CONTRAST.test(d))],
  ["T1", (d) => alone("t1w?").test(d)],
  ["T2", (d) => alone("t2w?").test(d)],
];

/** From an image's description; null where it names none. `T2*` is none of these. */
export const sequenceOf = (description: string): MrSequence | null =>
  RULES.find(([, is]) => is(description))?.[0] ?? null;
