"use client";

import type { Patient, PatientImage } from "@nadir/api/read";
import type { Niivue } from "@niivue/niivue";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import type { Board } from "./drawing/board.ts";
import { DrawingTools } from "./drawing/drawing-tools.tsx";
import type { KeyAct } from "./drawing/keys.ts";
import { FIRST_PEN, isDrawing, type Pen, TOLERANCES } from "./drawing/pen.ts";
import { onViewerKey } from "./drawing/use-keys.ts";
import { firstSettings, settingsIn, viewOf } from "./first-settings.ts";
import { KeysPanel } from "./keys-panel.tsx";
import { lesionColours } from "./lesion-colours.ts";
import { centreOnMask, goTo, moveSlice, placeOf } from "./open-view.ts";
import type { Series } from "./series.ts";
import { useJumps } from "./use-jumps.ts";
import { useViewAddress } from "./use-view-address.ts";
import { ViewerControls, type ViewerSettings } from "./viewer-controls.tsx";
import { ViewerSide } from "./viewer-side.tsx";
import type { ViewerVisit } from "./viewer-visit.ts";
import { WINDOWS } from "./windows.ts";

/**
 * Two visits of the same kind of image, linked: the crosshair of one moves the other's to the same point in space. What is
 * looked at stands in the address once somebody has acted on it; the page around may ask for a lesion (`JumpContext`).
 */
export function ImagePair({
  series,
  visits,
  trial,
  subject,
  lesions,
  isBlinded,
  isReading = false,
  locked,
}: {
  series: readonly Series[];
  visits: readonly ViewerVisit[];
  trial: string;
  subject: string;
  /** Of the patient, by key: what a drawing may be of. */
  lesions: readonly string[];
  isBlinded: boolean;
  /** One of the scans is being read: delineations begin hidden, as those of others do to whoever reads blinded. */
  isReading?: boolean;
  /** Under it no drawing is saved. */
  locked: Patient["locked"];
}) {
  const [pen, setPen] = useState<Pen>(() => ({ ...FIRST_PEN, tolerance: TOLERANCES[series[0]!.unit] }));
  const [hasFeatures, setFeatures] = useState(false);
  const { first, note } = useViewAddress();
  const [settings, setSettings] = useState<ViewerSettings>(() => ({
    ...settingsIn(series, first),
    isMaskShown: !isReading && !(isBlinded && hasOutlineOfOthers(series)),
  }));
  const choose = (next: ViewerSettings) => {
    setSettings(next);
    note(viewOf(next));
  };
  const chosen = series.find((s) => s.id === settings.series) ?? series[0]!;
  const left = chosen.images.find((i) => i.visit === settings.left) ?? chosen.images[0]!;
  const right = chosen.images.find((i) => i.visit === settings.right);
  const colours = useMemo(() => lesionColours(series), [series]);
  const window = WINDOWS[chosen.unit].find((w) => w.id === settings.window) ?? WINDOWS[chosen.unit][0];
  const views = useRef<{ left: Niivue | null; right: Niivue | null }>({ left: null, right: null });
  const boards = useRef<{ left: Board | null; right: Board | null }>({ left: null, right: null });
  /** The viewer that was acted on last: what keys undo and fill. */
  const active = useRef<"left" | "right">("left");
  const [isLinked, setLinked] = useState(true);

  const [arrivals, setArrivals] = useState(0);
  const onLeft = useCallback((view: Niivue | null) => {
    views.current.left = view;
    setArrivals((n) => n + 1);
  }, []);
  const onRight = useCallback((view: Niivue | null) => {
    views.current.right = view;
    setArrivals((n) => n + 1);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a viewer that arrives must be linked too
  useEffect(() => {
    const { left, right } = views.current;
    if (!left || !right) return;
    const what = { "2d": isLinked, "3d": isLinked };
    left.broadcastTo(isLinked ? [right] : [], what);
    right.broadcastTo(isLinked ? [left] : [], what);
  }, [isLinked, arrivals]);

  // The library links viewers only while a canvas has the focus; what the buttons do is passed on here.
  const each = (act: (view: Niivue) => void) => {
    const { left, right } = views.current;
    if (left) act(left);
    if (!right) return;
    if (left && isLinked) goTo(right, placeOf(left));
    else act(right);
  };
  const frame = useRef<HTMLDivElement>(null);
  const scans = useRef<HTMLDivElement>(null);
  const isActedOn = useRef(false);
  const { nowhere, goToLine } = useJumps({
    ...{ series, chosen, settings, choose, left, right, views, arrivals, isLinked, first, note, frame, scans },
    onFirst: (at) => each((view) => goTo(view, at)),
  });
  const takePen = (next: Pen) => {
    setPen(next);
    if (isDrawing(next.tool)) setFeatures(true);
  };
  const step = (slices: number) => each((view) => moveSlice(view, slices, settings.sliceType));
  const interpolate = () => boards.current[active.current]?.interpolate(settings.sliceType % 3);
  const act = (asked: KeyAct) => {
    const board = boards.current[active.current];
    switch (asked.do) {
      case "pen":
        return takePen(asked.pen);
      case "step":
        return step(asked.slices);
      case "window": {
        const id = WINDOWS[chosen.unit][asked.n]?.id;
        return id === undefined ? undefined : choose({ ...settings, window: id });
      }
      case "undo":
        return board?.drawing.mask.canUndo ? board.undo() : undefined;
      case "redo":
        return board?.drawing.mask.canRedo ? board.redo() : undefined;
      case "interpolate":
        return interpolate();
      case "centre":
        return each((view) => centreOnMask(view));
    }
  };
  const side = (image: PatientImage, name: string, at: "left" | "right", onReady: (view: Niivue | null) => void) => (
    <ViewerSide
      name={name}
      image={image}
      visit={visits.find((v) => v.id === image.visit)}
      colours={colours}
      window={window}
      settings={settings}
      pen={pen}
      hasFeatures={hasFeatures}
      isBlinded={isBlinded}
      trial={trial}
      lesions={lesions}
      subject={subject}
      locked={locked}
      onReady={onReady}
      onBoard={(board) => {
        boards.current[at] = board;
      }}
      onActive={() => {
        active.current = at;
      }}
      onMoved={(lesion) => {
        const from = views.current[at];
        const to = views.current[at === "left" ? "right" : "left"];
        if (isLinked && from && to) goTo(to, placeOf(from));
        note({ lesion, at: null });
      }}
      onGoToLine={goToLine}
      onPlace={({ mm }) => {
        // Where an image opens is nobody's choice, and of two linked viewers one says it.
        if (isActedOn.current && at === active.current) note({ at: mm, lesion: null });
      }}
    />
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the viewers inside, each of which has a button too
    <div
      ref={frame}
      className="grid gap-3 bg-[#0a0d10] p-4 text-[#c9d3dc]"
      style={{ colorScheme: "dark" }}
      onKeyDown={onViewerKey(pen, act)}
      onPointerDownCapture={() => {
        isActedOn.current = true;
      }}
      onKeyDownCapture={() => {
        isActedOn.current = true;
      }}
      onWheelCapture={() => {
        isActedOn.current = true;
      }}
    >
      <ViewerControls
        series={series}
        visits={visits}
        settings={settings}
        isLinked={isLinked}
        onChange={(change) => {
          const other = change.series ? series.find((s) => s.id === change.series) : undefined;
          if (other) setPen({ ...pen, tolerance: TOLERANCES[other.unit] });
          choose(
            other
              ? {
                  ...firstSettings(other),
                  sliceType: settings.sliceType,
                  isMaskShown: settings.isMaskShown,
                }
              : { ...settings, ...change },
          );
        }}
        onLink={setLinked}
        onStep={step}
        onCentre={() => each((view) => centreOnMask(view))}
      />
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <DrawingTools
          pen={pen}
          unit={chosen.unit === "arbitrary" ? "" : chosen.unit}
          onChange={takePen}
          onInterpolate={interpolate}
          onGrowCut={() => boards.current[active.current]?.growCut()}
        />
        <label className="inline-flex items-center gap-1.5 py-1 text-sm">
          <input
            type="checkbox"
            checked={hasFeatures}
            onChange={(e) => setFeatures(e.target.checked)}
            className="size-4"
          />
          Features live
        </label>
      </div>
      <KeysPanel windows={WINDOWS[chosen.unit].map((w) => w.label)} />
      <p role="status" className={nowhere === null ? "sr-only" : "text-sm"}>
        {nowhere === null
          ? null
          : `Where ${nowhere} lies is not known: it is neither delineated nor measured on these scans.`}
      </p>
      <div
        ref={scans}
        className={classNames(
          "grid w-full gap-4",
          right ? "md:grid-cols-2 md:gap-y-0" : "mx-auto max-w-[max(20rem,calc(100dvh-20rem))]",
          // Beside the form of a read the scans stay in sight whole.
          isReading &&
            (right
              ? "xl:mx-auto xl:max-w-[max(40rem,calc(200dvh-40rem))]"
              : "xl:max-w-[max(20rem,calc(100dvh-27rem))]"),
        )}
      >
        {side(left, "Left scan", "left", onLeft)}
        {right ? side(right, "Right scan", "right", onRight) : null}
      </div>
      {right ? null : (
        <p className="text-center text-sm">
          {series.length > 1
            ? `No ${isReading ? "earlier" : "later"} image of this kind to put beside it; choose another kind above.`
            : `There is no ${isReading ? "earlier" : "later"} image to put beside it.`}
        </p>
      )}
    </div>
  );
}

/** Another's outline would steer a reader's own: what was not drawn here was brought in. (A reader gets no other's drawings.) */
const hasOutlineOfOthers = (series: readonly Series[]): boolean =>
  series.some(({ images }) => images.some(({ masks }) => masks.some(({ authorKind }) => authorKind !== "drawn")));
