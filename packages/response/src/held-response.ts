import { confirmsFrom } from "./best-response.ts";
import type { Category } from "./category.ts";
import type { Judged } from "./conclusion.ts";
import type { Settings } from "./settings.ts";

/**
 * Whether a partial response is held from now on: with `confirmed` once a response was seen again at least 28 days later,
 * with `always` from the first response on (A4). Ask after each visit; once true it stays true.
 */
export function holdsResponse(judged: Judged, settings: Settings): boolean {
  const last = judged.categories.length - 1;
  const category = judged.categories[last] as Category;
  if (settings.holdResponse === "never" || (category !== "CR" && category !== "PR")) return false;
  if (settings.holdResponse === "always") return true;
  return confirmsFrom(judged.categories, judged.days, last, "PR", settings) >= 0;
}
