import type { Series } from "./series.ts";
import { PLANES, type ViewInAddress } from "./view-address.ts";
import type { ViewerSettings } from "./viewer-controls.tsx";
import { WINDOWS } from "./windows.ts";

/** How the viewers begin with a kind of image: its first two visits, its first window, axial. */
export const firstSettings = (series: Series): ViewerSettings => ({
  series: series.id,
  left: series.hangs?.left ?? series.images[0]!.visit,
  right: series.hangs ? series.hangs.right : (series.images[1]?.visit ?? null),
  window: WINDOWS[series.unit][0].id,
  opacity: 0.5,
  isMaskShown: true,
  sliceType: 0,
});

/** How they begin where an address names a view; what it names and is not there is passed over. */
export function settingsIn(series: readonly Series[], view: ViewInAddress): ViewerSettings {
  const chosen = series.find(({ id }) => id === view.series) ?? series[0]!;
  const first = firstSettings(chosen);
  const has = (visit: string | null) => visit !== null && chosen.images.some((image) => image.visit === visit);
  const plane = PLANES.indexOf(view.plane as (typeof PLANES)[number]);
  return {
    ...first,
    left: has(view.left) ? view.left! : first.left,
    right: has(view.right) ? view.right : first.right,
    window: WINDOWS[chosen.unit].find(({ id }) => id === view.window)?.id ?? first.window,
    sliceType: Math.max(0, plane),
  };
}

/** The part of the address that the settings are. */
export const viewOf = ({ series, left, right, window, sliceType }: ViewerSettings): Partial<ViewInAddress> => ({
  series,
  left,
  right,
  window,
  plane: PLANES[sliceType] ?? null,
});
