import type { CriterionOptions } from "@nadir/domain";
import type { BestResponseRules } from "./best-response.ts";

/** The options that every response criterion knows, with their defaults filled in. */
export interface Settings extends BestResponseRules {
  readonly holdResponse: "confirmed" | "never" | "always";
}

/** RECIST family: SD from six weeks on (Eisenhauer 2009 §4.6). */
export const RECIST_DEFAULTS: Settings = { minSdDays: 42, acceptSdBetween: 1, holdResponse: "never" };
/** RECIST 1.1 and iRECIST hold a confirmed partial response until progression (A4). */
export const HOLDING_DEFAULTS: Settings = { ...RECIST_DEFAULTS, holdResponse: "confirmed" };
export const RANO_DEFAULTS: Settings = { ...RECIST_DEFAULTS, minSdDays: 0 };

export const settingsOf = (defaults: Settings, options: CriterionOptions | undefined): Settings =>
  options === undefined
    ? defaults
    : {
        minSdDays: options.minSdDays ?? defaults.minSdDays,
        acceptSdBetween: options.acceptSdBetween ?? defaults.acceptSdBetween,
        holdResponse: options.holdResponse ?? defaults.holdResponse,
      };
