import type { CohortResponses } from "@nadir/api/cohort";
import type { CohortAddress } from "./cohort-address.ts";

type Choice = "arm" | "site";

/** What an address asks for and no patient whose response is shown has: an arm or a site. */
export function unknownChoices(
  address: Pick<CohortAddress, Choice>,
  found: Pick<CohortResponses, "arms" | "sites">,
  criterion: string,
): readonly { readonly name: Choice; readonly value: string; readonly sentence: string }[] {
  const has = { arm: found.arms, site: found.sites };
  return (["arm", "site"] as const).flatMap((name) => {
    const value = address[name];
    return value === undefined || has[name].some((one) => one.value === value)
      ? []
      : [{ name, value, sentence: `No patient with a response under ${criterion} here is of the ${name} “${value}”.` }];
  });
}
