import type { PatientImage } from "@nadir/api/read";
import type { Niivue } from "@niivue/niivue";
import { createContext } from "react";
import { drawnMasks } from "./lesion-colours.ts";
import { centreOnMask, goTo } from "./open-view.ts";

/** A lesion that the page around the viewers asks them to go to. */
export interface JumpAsked {
  readonly lesion: string;
  /** Where it was measured, scanner mm; null where that is not known. */
  readonly centreMm: readonly [number, number, number] | null;
  /** The recorded line to go to (`RecordedLine.key`), where it is one of several of the lesion. */
  readonly line?: string;
  /** Counts: the same lesion may be asked for again. */
  readonly n: number;
}
export const JumpContext = createContext<JumpAsked | null>(null);

/**
 * Goes to a lesion in one viewer: to its delineation on the image, else to where it was measured. False where neither is
 * known; nothing moves then.
 */
export function jumpToLesion(
  view: Niivue,
  image: PatientImage,
  { lesion, centreMm }: Pick<JumpAsked, "lesion" | "centreMm">,
): boolean {
  const masks = drawnMasks(image, new Map());
  const mask = masks.findIndex(({ labels }) => labels.some((l) => l.lesion === lesion));
  const label = masks[mask]?.labels.find((l) => l.lesion === lesion)?.label;
  if (label !== undefined) centreOnMask(view, { mask, label });
  else if (centreMm) goTo(view, centreMm);
  return label !== undefined || centreMm !== null;
}
