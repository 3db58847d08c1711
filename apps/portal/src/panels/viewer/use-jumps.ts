import type { PatientImage } from "@nadir/api/read";
import { middleOf } from "@nadir/domain";
import type { Niivue } from "@niivue/niivue";
import { type RefObject, useContext, useEffect, useRef, useState } from "react";
import { firstSettings } from "./first-settings.ts";
import { type JumpAsked, JumpContext, jumpToLesion } from "./jump-to-lesion.ts";
import { goTo, placeOf } from "./open-view.ts";
import { type RecordedLine, RecordedLinesContext } from "./recorded-lines.ts";
import type { Series } from "./series.ts";
import { PLANES, type ViewInAddress } from "./view-address.ts";
import type { ViewerSettings } from "./viewer-controls.tsx";

const ALL_PLANES = PLANES.indexOf("all");

/**
 * How two viewers go to a lesion: to the slice on which a read measured it, also where its image must be brought in first; else to
 * its delineation, or to where it was measured once. `nowhere` names the lesion of which nothing is known.
 */
export function useJumps({
  series,
  chosen,
  settings,
  choose,
  left,
  right,
  views,
  arrivals,
  isLinked,
  first,
  note,
  frame,
  scans,
  onFirst,
}: {
  series: readonly Series[];
  chosen: Series;
  settings: ViewerSettings;
  choose: (next: ViewerSettings) => void;
  left: PatientImage;
  right: PatientImage | undefined;
  views: RefObject<{ left: Niivue | null; right: Niivue | null }>;
  /** Counts how often a viewer came or went. */
  arrivals: number;
  isLinked: boolean;
  /** What the address asked for when the page was opened. */
  first: ViewInAddress;
  note: (change: Partial<ViewInAddress>) => void;
  frame: RefObject<HTMLElement | null>;
  scans: RefObject<HTMLElement | null>;
  /** The address names a place: both viewers go there. */
  onFirst: (at: NonNullable<ViewInAddress["at"]>) => void;
}): { nowhere: string | null; goToLine: (line: RecordedLine) => void } {
  const recorded = useContext(RecordedLinesContext);
  const [nowhere, setNowhere] = useState<string | null>(null);
  /** The line to go to once its image is shown. */
  const coming = useRef<RecordedLine | null>(null);

  const arrivedAt = (at: "left" | "right", lesion: string) => {
    const [from, to] = [views.current[at], views.current[at === "left" ? "right" : "left"]];
    if (isLinked && from && to) goTo(to, placeOf(from));
    note({ lesion, at: null });
  };
  const goToLine = (line: RecordedLine): boolean => {
    const { image, plane, longest } = line.lines;
    const number = PLANES.indexOf(plane);
    const sliceType = settings.sliceType === ALL_PLANES ? ALL_PLANES : number;
    const at = right?.id === image ? "right" : left.id === image ? "left" : null;
    if (at === null) {
      const holder = [chosen, ...series].find(({ images }) => images.some(({ id }) => id === image));
      const visit = holder?.images.find(({ id }) => id === image)?.visit;
      if (!holder || visit === undefined) return false;
      const { window, left: before, right: after } = firstSettings(holder);
      const other =
        holder === chosen ? settings : { ...settings, series: holder.id, window, left: before, right: after };
      coming.current = line;
      choose({ ...other, sliceType, ...(other.left === visit || other.right === visit ? {} : { right: visit }) });
      return true;
    }
    const view = views.current[at];
    if (!view) {
      coming.current = line;
      return true;
    }
    if (sliceType !== settings.sliceType) choose({ ...settings, sliceType });
    goTo(view, middleOf(longest));
    arrivedAt(at, line.lesion);
    return true;
  };
  const jumpTo = (asked: Pick<JumpAsked, "lesion" | "centreMm" | "line">) => {
    const line =
      recorded.find(({ key }) => key === asked.line) ?? recorded.find(({ lesion }) => lesion === asked.lesion);
    if (line && goToLine(line)) return setNowhere(null);
    const images = { left, right };
    // The later scan first: in a read it is the one that is read.
    const at = (["right", "left"] as const).find((one) => {
      const [view, image] = [views.current[one], images[one]];
      return view && image && jumpToLesion(view, image, asked);
    });
    setNowhere(at ? null : asked.lesion);
    if (at) arrivedAt(at, asked.lesion);
  };

  const jump = useContext(JumpContext);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each asking once
  useEffect(() => {
    if (!jump) return;
    jumpTo(jump);
    // Beside a form the viewers are in sight already, and the page stays where it is.
    const top = scans.current?.getBoundingClientRect().top ?? 0;
    if (top < 0 || top > window.innerHeight / 2) frame.current?.scrollIntoView({ block: "start" });
  }, [jump]);
  const wanted = useRef(first.at || first.lesion ? first : null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once both viewers are there
  useEffect(() => {
    if (!views.current.left || (right && !views.current.right)) return;
    const { at, lesion } = wanted.current ?? {};
    wanted.current = null;
    const line = coming.current;
    coming.current = null;
    if (line) goToLine(line);
    else if (at) onFirst(at);
    else if (lesion) jumpTo({ lesion, centreMm: null });
  }, [arrivals]);
  return { nowhere, goToLine };
}
