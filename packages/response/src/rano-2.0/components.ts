import type { Course } from "../course.ts";
import { ranoThresholds } from "../rano/category.ts";
import { type Component, componentOf } from "../rano/component.ts";
import type { Settings } from "../settings.ts";
import { type Measure, PRODUCT, VOLUME } from "../sum.ts";

export const measureOf = (settings: Settings): Measure => (settings.measure === "volume" ? VOLUME : PRODUCT);

/**
 * The components that the protocol measures (Wen 2023). Without the option: what the targets are. A target that does not
 * say its component belongs to the one component that is asked for.
 */
export function componentsOf(course: Course, baseline: number, measure: Measure, settings: Settings): Component[] {
  const named = new Set(course.targets.map((track) => track.lesion.component ?? "enhancing"));
  const asked = settings.component ?? (named.size > 1 ? "mixed" : ([...named][0] ?? "enhancing"));
  const names = asked === "mixed" ? (["enhancing", "non-enhancing"] as const) : ([asked] as const);
  return names.map((name) => {
    const unsaid = asked === "mixed" ? "enhancing" : name;
    const tracks = course.targets.filter((track) => (track.lesion.component ?? unsaid) === name);
    const minor = name === "non-enhancing" || settings.minorResponse;
    return componentOf(course, name, tracks, baseline, measure, ranoThresholds(settings, minor));
  });
}

/** Targets: 3 of one component, or 2 and 2 of a mixed tumour (A21); a protocol's `maxTargets` less one each in a mixed tumour. */
export function tooManyTargets(components: readonly Component[], settings: Settings): string[] {
  const most = components.length > 1 ? settings.maxTargets - 1 : settings.maxTargets;
  return components
    .filter((component) => component.tracks.length > most)
    .map((component) => `too-many-targets-in-component:${component.name}`);
}
