import { fileURLToPath } from "node:url";

export { BEGUN_WORK } from "./begun-work.ts";

/** A demonstration trial that comes with Nadir, with the origin and licence of its data beside it (`ORIGIN.md`). */
export interface DemoTrial {
  /** The trial's key in the record. */
  readonly key: string;
  /** The folder that holds `trial.yaml`. */
  readonly folder: string;
}

const trial = (key: string): DemoTrial => ({
  key,
  folder: fileURLToPath(new URL(`../trials/${key}`, import.meta.url)),
});

/** In the order in which `nadir demo` imports them. The imaging trial stands in two, because a trial has one disease. */
export const DEMO_TRIALS: readonly DemoTrial[] = [
  trial("atezolizumab-kinetics"),
  trial("inspire-pembrolizumab"),
  trial("imaging-followup"),
  trial("imaging-followup-brain"),
  trial("glioma-parts"),
];
