"use client";

import type { PatientImage } from "@nadir/api/read";
import type { Niivue } from "@niivue/niivue";
import { useState } from "react";
import type { Pen } from "./drawing/board.ts";
import { type ReadyView, useBoard } from "./drawing/use-board.ts";
import { type Colour, drawnMasks, rgb } from "./lesion-colours.ts";
import { LiveFeatures } from "./live/live-features.tsx";
import { imageAddress } from "./series.ts";
import type { ViewerSettings } from "./viewer-controls.tsx";
import type { ViewerVisit } from "./viewer-visit.ts";
import { VolumeView } from "./volume-view.tsx";
import type { Window } from "./windows.ts";

/** One image of the pair: its visit, the viewer, the lesions delineated on it, and features where they are asked for. */
export function ViewerSide({
  name,
  image,
  visit,
  colours,
  window,
  settings,
  pen,
  hasFeatures,
  isBlinded,
  subject,
  onReady,
}: {
  /** `Baseline`, `Follow-up`. */
  name: string;
  image: PatientImage;
  visit: ViewerVisit | undefined;
  colours: ReadonlyMap<string, Colour>;
  window: Window;
  settings: ViewerSettings;
  pen: Pen;
  hasFeatures: boolean;
  isBlinded: boolean;
  subject: string;
  onReady: (view: Niivue | null) => void;
}) {
  const label = name.toLowerCase();
  const [ready, setReady] = useState<ReadyView | null>(null);
  // For a moment after another image was chosen the viewer still shows the one before.
  const { board, strokes } = useBoard(ready?.image === image.id ? ready : null, pen);
  return (
    <div className="min-w-0">
      <h3 className="mb-1.5 flex flex-wrap items-baseline gap-x-2 text-sm font-semibold text-[#e7edf2]">
        {name}: {visit?.words ?? image.visit}
        {image.simulated || visit?.isSimulated ? (
          <span className="rounded-sm border border-dashed border-[#7b8a97] px-1 text-xs font-normal text-[#f0c987]">
            {visit?.isBaseline ? "simulated baseline" : "simulated follow-up of a real scan"}
          </span>
        ) : null}
      </h3>
      <VolumeView
        label={label}
        scene={{ image: imageAddress(image), masks: drawnMasks(image, colours), range: window.range }}
        opacity={settings.isMaskShown ? settings.opacity : 0}
        sliceType={settings.sliceType}
        unit={image.unit === "arbitrary" ? "" : image.unit}
        onReady={(view) => {
          setReady(view ? { view, image: image.id } : null);
          onReady(view);
        }}
      />
      {settings.isMaskShown && image.masks.length > 0 ? (
        <ul aria-label={`Delineated lesions, ${label}`} className="flex flex-wrap gap-x-3 text-xs">
          {[...new Set(image.masks.map((m) => m.lesion))].map((lesion) => (
            <li key={lesion} className="inline-flex items-center gap-1.5">
              <span aria-hidden className="size-2.5 rounded-sm" style={{ background: rgb(colours.get(lesion)) }} />
              {lesion}
            </li>
          ))}
        </ul>
      ) : null}
      {hasFeatures ? (
        <LiveFeatures
          image={image}
          label={label}
          isBlinded={isBlinded}
          board={board}
          strokes={strokes}
          subject={subject}
        />
      ) : null}
    </div>
  );
}
