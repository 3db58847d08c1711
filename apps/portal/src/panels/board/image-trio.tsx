"use client";

import type { Niivue } from "@niivue/niivue";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { drawnMasks, lesionColours } from "../viewer/lesion-colours.ts";
import { imageAddress, type Series } from "../viewer/series.ts";
import { VolumeView } from "../viewer/volume-view.tsx";
import { WINDOWS } from "../viewer/windows.ts";

export interface TrioPlace {
  /** `Baseline`, `Lowest before`, `Latest`. */
  readonly name: string;
  readonly visit: string;
  readonly words: string;
  readonly isSimulated: boolean;
}

/** One kind of image at the visits that a board asks for, linked: each crosshair moves the others' to the same place. */
export function ImageTrio({ series, places }: { series: Series; places: readonly TrioPlace[] }) {
  const colours = useMemo(() => lesionColours([series]), [series]);
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
  return (
    <div
      className="grid gap-4 bg-[#0a0d10] p-4 text-[#c9d3dc] sm:grid-cols-2 lg:grid-cols-3"
      style={{ colorScheme: "dark" }}
    >
      {places.map(({ name, visit, words, isSimulated }) => {
        const image = series.images.find((i) => i.visit === visit);
        return (
          <div key={name} className="min-w-0">
            <h3 className="mb-1.5 flex flex-wrap items-baseline gap-x-2 text-sm font-semibold text-[#e7edf2]">
              {name}: {words}
              {isSimulated ? (
                <span className="rounded-sm border border-dashed border-[#7b8a97] px-1 text-xs font-normal text-[#f0c987]">
                  simulated
                </span>
              ) : null}
            </h3>
            {image ? (
              <VolumeView
                label={name.toLowerCase()}
                scene={{
                  image: imageAddress(image),
                  masks: drawnMasks(image, colours),
                  range: WINDOWS[series.unit][0].range,
                }}
                opacity={0.5}
                sliceType={0}
                unit={image.unit === "arbitrary" ? "" : image.unit}
                onReady={(view) => onReady(visit, view)}
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
  );
}
