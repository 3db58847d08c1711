import type { TrialBundle } from "./read-bundle.ts";
import { sealedEndpoints } from "./sealed-members.ts";
import type { RowOf } from "./typed-rows.ts";

const isSealed = (bundle: TrialBundle): ((outcome: RowOf<"outcomes">) => boolean) => {
  const endpoints = sealedEndpoints(bundle.sealed);
  return (outcome) => endpoints.get(outcome.subject)?.has(outcome.endpoint) ?? false;
};

/** Outcomes that stand in the record for whoever may read it. */
export function openOutcomesOf(bundle: TrialBundle): RowOf<"outcomes">[] {
  const sealed = isSealed(bundle);
  return bundle.tables.outcomes.map((row) => row.value).filter((outcome) => !sealed(outcome));
}

/** Outcomes of a sealed set, for the sealed store and nothing else. */
export function sealedOutcomesOf(bundle: TrialBundle, set: string): RowOf<"outcomes">[] {
  const endpoints = sealedEndpoints(bundle.sealed);
  return bundle.tables.outcomes
    .map((row) => row.value)
    .filter((outcome) => endpoints.get(outcome.subject)?.get(outcome.endpoint)?.id === set);
}
