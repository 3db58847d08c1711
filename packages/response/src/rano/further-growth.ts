import { hasGrownBy } from "../threshold.ts";
import type { Block, Findings } from "./plan.ts";

/** Growth over the scan that first showed progression, or a new lesion that it did not show (mRANO; RANO 2.0 by option). */
export function grownFurther(findings: Findings, block: Block): string | null {
  const grown = findings.parts.some((part, k) => {
    const before = block.sizes[k] ?? null;
    return before !== null && hasGrownBy(part.sum.value, before, part.component.thresholds.progressionPercent);
  });
  if (grown) return "grown further over the preliminary scan";
  return findings.newLesions.some((track) => !block.newLesions.has(track)) ? "a further new lesion" : null;
}

/** After a progression that was not borne out the smaller of the two scans is the new reference (A13). */
export function restartReferences(findings: Findings, block: Block): void {
  findings.parts.forEach(({ component, sum }, k) => {
    const before = block.sizes[k] ?? null;
    const now = sum.complete ? sum.value : null;
    const fromBefore = before !== null && (now === null || before <= now);
    component.nadir.value = fromBefore ? before : now;
    component.nadir.visit = fromBefore ? block.visit : findings.visit;
  });
}
