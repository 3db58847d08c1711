import type { CohortResponses } from "@nadir/api/cohort";
import type { CohortAddress } from "./cohort-address.ts";

type Choice = "arm" | "site";

/** What an address asks for and the trial does not have: an arm or a site of which no patient is. */
export function unknownChoices(
  address: Pick<CohortAddress, Choice>,
  found: Pick<CohortResponses, "arms" | "sites">,
): readonly { readonly name: Choice; readonly value: string; readonly sentence: string }[] {
  const has = { arm: found.arms, site: found.sites };
  return (["arm", "site"] as const).flatMap((name) => {
    const value = address[name];
    return value === undefined || has[name].some((one) => one.value === value)
      ? []
      : [{ name, value, sentence: `No patient of this trial has the ${name} “${value}”.` }];
  });
}
