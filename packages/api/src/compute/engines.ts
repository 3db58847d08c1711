/**
 * The versions under which results are stored. Raise one whenever its package may answer otherwise for the same input:
 * results of another version are computed anew and stand beside the old ones.
 */
export const RESPONSE_ENGINE = "@nadir/response 0.1.2";
export const RISK_ENGINE = "@nadir/risk 0.1.2";
