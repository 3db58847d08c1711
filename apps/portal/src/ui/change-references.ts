import type { ChangeThresholds } from "@nadir/response";

/** The lines of a waterfall or spider plot, by the thresholds of the criterion in force. */
export const referencesOf = ({ response, progression }: ChangeThresholds) => [
  ...(response === null ? [] : [{ percent: response, label: "response" }]),
  ...(progression === null ? [] : [{ percent: progression, label: "progression" }]),
];
