"use client";

import type { Niivue } from "@niivue/niivue";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { drawnMasks, lesionColours } from "../viewer/lesion-colours.ts";
import { centreOnMask, goTo, moveSlice, placeOf } from "../viewer/open-view.ts";
import { imageAddress, type Series } from "../viewer/series.ts";
import { useViewAddress } from "../viewer/use-view-address.ts";
import { field, toolButton } from "../viewer/viewer-look.ts";
import { VolumeView } from "../viewer/volume-view.tsx";
import { WINDOWS } from "../viewer/windows.ts";
import { imageKeyAct, imageKeyWords } from "./board-image-keys.ts";

export interface TrioPlace {
  /** `Baseline`, `Lowest before`, `Latest`. */
  readonly name: string;
  readonly visit: string;
  readonly words: string;
  readonly isSimulated: boolean;
}

/** One kind of image, and where in the course it is looked at. */
export interface TrioKind {
  readonly series: Series;
  readonly places: readonly TrioPlace[];
}

const OPACITY = 0.5;
const AXIAL = 0;

/**
 * One kind of image at the visits that a board asks for, linked: each crosshair moves the others' to the same place, and
 * kind, window and delineation are those of all. Kind, window and place stand in the address, so that a link leads to what was seen.
 */
export function ImageTrio({ kinds }: { kinds: readonly TrioKind[] }) {
  const { first, note } = useViewAddress();
  const [kindId, setKindId] = useState(first.series ?? kinds[0]?.series.id);
  const at = Math.max(
    0,
    kinds.findIndex(({ series }) => series.id === kindId),
  );
  const { series, places } = kinds[at]!;
  const colours = useMemo(() => lesionColours(kinds.map((kind) => kind.series)), [kinds]);
  const windows = WINDOWS[series.unit];
  const [windowId, setWindowId] = useState(first.window ?? windows[0].id);
  const window = windows.find((w) => w.id === windowId) ?? windows[0];
  /** Whether somebody has moved the crosshair: where an image opens by itself need not be told. */
  const isActedOn = useRef(false);
  const actedOn = () => {
    isActedOn.current = true;
  };
  const showKind = (id: string) => {
    isActedOn.current = false;
    setKindId(id);
    note({ series: id, window: null, at: null });
  };
  const showWindow = (id: string) => {
    setWindowId(id);
    note({ series: series.id, window: id });
  };
  const [isMaskShown, setMaskShown] = useState(true);
  const views = useRef(new Map<string, Niivue>());
  const [arrivals, setArrivals] = useState(0);
  const onReady = useCallback((visit: string, view: Niivue | null) => {
    if (view) views.current.set(visit, view);
    else views.current.delete(visit);
    setArrivals((n) => n + 1);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a viewer that arrives must be linked too
  useEffect(() => {
    const all = [...views.current.values()];
    for (const view of all)
      view.broadcastTo(
        all.filter((other) => other !== view),
        { "2d": true, "3d": true },
      );
  }, [arrivals]);
  // The place that the address names, once, when all images are there.
  const awaited = useRef(first.at);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each arrival may be the last
  useEffect(() => {
    const at = awaited.current;
    if (at === null || views.current.size < places.filter(({ visit }) => imageAt(series, visit)).length) return;
    awaited.current = null;
    for (const view of views.current.values()) goTo(view, at);
  }, [arrivals]);
  // The library links viewers only while a canvas has the focus; what keys and buttons do is passed on here.
  const step = (slices: number) => {
    const [first, ...others] = views.current.values();
    if (!first) return;
    moveSlice(first, slices, AXIAL);
    for (const other of others) goTo(other, placeOf(first));
  };
  const centre = () => {
    for (const view of views.current.values()) centreOnMask(view);
  };
  const onKey = (event: KeyboardEvent) => {
    const { target } = event;
    if (target instanceof HTMLElement && target.closest("input:not([type=checkbox]), select, textarea")) return;
    const act = imageKeyAct(event, { windows: windows.length, kinds: kinds.length });
    if (!act) return;
    event.preventDefault();
    if (act.do === "step") step(act.slices);
    else if (act.do === "window") showWindow(windows[act.n]!.id);
    else if (act.do === "kind") showKind(kinds[(at + 1) % kinds.length]!.series.id);
    else if (act.do === "masks") setMaskShown((is) => !is);
    else centre();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the viewers inside, each of which has a control too
    <div
      className="board-images grid gap-1 bg-[#0a0d10] px-3 py-1 text-[#c9d3dc]"
      style={{ colorScheme: "dark" }}
      onKeyDown={onKey}
      onKeyDownCapture={actedOn}
      onPointerDownCapture={actedOn}
      onWheelCapture={actedOn}
    >
      <fieldset className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-xs text-[#aab6c1] print:hidden">
        <legend className="sr-only">Images</legend>
        {kinds.length > 1 ? (
          <label className="inline-flex items-center gap-1.5">
            Image
            <select value={series.id} onChange={(e) => showKind(e.target.value)} className={`${field} max-w-40`}>
              {kinds.map(({ series: { id, label } }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label className="inline-flex items-center gap-1.5">
          Window
          <select value={window.id} onChange={(e) => showWindow(e.target.value)} className={field}>
            {windows.map((w) => (
              <option key={w.id} value={w.id}>
                {w.label}
              </option>
            ))}
          </select>
        </label>
        <label className="inline-flex items-center gap-1.5">
          <input
            type="checkbox"
            checked={isMaskShown}
            onChange={(e) => setMaskShown(e.target.checked)}
            className="size-4"
          />
          Delineation
        </label>
        <span className="inline-flex gap-1">
          <button type="button" className={toolButton} onClick={() => step(-1)}>
            Slice −
          </button>
          <button type="button" className={toolButton} onClick={() => step(1)}>
            Slice +
          </button>
          <button type="button" className={toolButton} onClick={centre}>
            To the lesion
          </button>
        </span>
        <details className="open:w-full">
          <summary className="cursor-pointer">Keys</summary>
          <dl className="flex flex-wrap gap-x-4 gap-y-0.5 py-1">
            {imageKeyWords(
              windows.map((w) => w.label),
              kinds.length,
            ).map(([key, what]) => (
              <div key={key} className="flex gap-1.5">
                <dt>
                  <kbd className="rounded-sm border border-[#4a5763] px-1 font-mono">{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </details>
      </fieldset>
      <div className="board-trio grid gap-3 sm:grid-cols-3">
        {places.map(({ name, visit, words, isSimulated }) => {
          const image = imageAt(series, visit);
          return (
            <div key={name} className="grid min-w-0 content-end">
              <h3 className="mb-1 text-xs font-semibold text-[#e7edf2]">
                {name}: {words}
              </h3>
              {image ? (
                <VolumeView
                  label={name.toLowerCase()}
                  scene={{
                    image: imageAddress(image),
                    masks: drawnMasks(image, colours),
                    range: window.range,
                  }}
                  opacity={isMaskShown ? OPACITY : 0}
                  sliceType={AXIAL}
                  unit={image.unit === "arbitrary" ? "" : image.unit}
                  overlay={
                    isSimulated ? (
                      <span className="absolute bottom-1 left-1 rounded-sm border border-dashed border-[#f0c987] bg-black/70 px-1 text-xs text-[#f0c987]">
                        simulated
                      </span>
                    ) : null
                  }
                  onReady={(view) => onReady(visit, view)}
                  onPlace={({ mm }) => {
                    if (isActedOn.current) note({ series: series.id, at: mm });
                  }}
                />
              ) : (
                <p className="grid aspect-square place-items-center rounded-sm border border-dashed border-[#3b4650] p-6 text-center text-sm">
                  No image of this kind at this visit.
                </p>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const imageAt = ({ images }: Series, visit: string) => images.find((image) => image.visit === visit);
