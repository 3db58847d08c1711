import type { Rano20Options } from "@nadir/domain";
import type { Course } from "../course.ts";
import type { RanoThresholds } from "../rano/category.ts";
import { type Component, componentOf } from "../rano/component.ts";
import { type Measure, PRODUCT, VOLUME } from "../sum.ts";

export const measureOf = (options: Rano20Options | undefined): Measure =>
  options?.measure === "volume" ? VOLUME : PRODUCT;

/**
 * The components that the protocol measures (Wen 2023). Without the option: what the targets are. A target that does not
 * say its component belongs to the one component that is asked for.
 */
export function componentsOf(
  course: Course,
  baseline: number,
  measure: Measure,
  options: Rano20Options | undefined,
): Component[] {
  const named = new Set(course.targets.map((track) => track.lesion.component ?? "enhancing"));
  const asked = options?.component ?? (named.size > 1 ? "mixed" : ([...named][0] ?? "enhancing"));
  const names = asked === "mixed" ? (["enhancing", "non-enhancing"] as const) : ([asked] as const);
  return names.map((name) => {
    const unsaid = asked === "mixed" ? "enhancing" : name;
    const tracks = course.targets.filter((track) => (track.lesion.component ?? unsaid) === name);
    const minor = name === "non-enhancing" || options?.minorResponse === true;
    return componentOf(course, name, tracks, baseline, measure, thresholdsOf(measure, minor));
  });
}

/** Two-dimensional 50 / 25 %, volumetric 65 / 40 %; minor response from 25 % (2D) or 40 % (volume) (Wen 2023). */
const thresholdsOf = (measure: Measure, minor: boolean): RanoThresholds =>
  measure === VOLUME
    ? { responsePercent: 65, progressionPercent: 40, minorPercent: minor ? 40 : null }
    : { responsePercent: 50, progressionPercent: 25, minorPercent: minor ? 25 : null };

/** Targets: 3 of one component, or 2 and 2 of a mixed tumour (A21). */
export function tooManyTargets(components: readonly Component[]): string[] {
  const most = components.length > 1 ? 2 : 3;
  return components
    .filter((component) => component.tracks.length > most)
    .map((component) => `too-many-targets-in-component:${component.name}`);
}
