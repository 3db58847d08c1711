"use client";

import type { Patient, PatientImage } from "@nadir/api/read";
import type { Niivue } from "@niivue/niivue";
import { useEffect, useState } from "react";
import type { Board } from "./drawing/board.ts";
import type { Pen } from "./drawing/pen.ts";
import { type ReadyView, useBoard } from "./drawing/use-board.ts";
import { jumpToLesion } from "./jump-to-lesion.ts";
import { type Colour, drawnMasks, rgb } from "./lesion-colours.ts";
import { LiveFeatures } from "./live/live-features.tsx";
import { MeasuredList } from "./measured-list.tsx";
import { MeasuringOverlay } from "./measuring-overlay.tsx";
import type { Place } from "./open-view.ts";
import type { RecordedLine } from "./recorded-lines.ts";
import { MaskVersions } from "./saving/mask-versions.tsx";
import { SaveMask } from "./saving/save-mask.tsx";
import { useDraft, useDrawnMasks } from "./saving/use-drawn-masks.ts";
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
  trial,
  lesions,
  subject,
  locked,
  onReady,
  onBoard,
  onActive,
  onMoved,
  onGoToLine,
  onPlace,
}: {
  /** The side, `Baseline` or `Follow-up`; above the image stands what its visit is, which may be a follow-up on either side. */
  name: string;
  image: PatientImage;
  visit: ViewerVisit | undefined;
  colours: ReadonlyMap<string, Colour>;
  window: Window;
  settings: ViewerSettings;
  pen: Pen;
  hasFeatures: boolean;
  isBlinded: boolean;
  trial: string;
  lesions: readonly string[];
  subject: string;
  /** Under it no drawing is saved. */
  locked: Patient["locked"];
  onReady: (view: Niivue | null) => void;
  /** Hands over what keys act on. */
  onBoard: (board: Board | null) => void;
  /** This is the viewer that is worked on. */
  onActive: () => void;
  /** The crosshair was put on a lesion by its button. */
  onMoved: (lesion: string) => void;
  /** To the slice of a line that a read holds. */
  onGoToLine: (line: RecordedLine) => void;
  onPlace: (place: Place) => void;
}) {
  const label = name.toLowerCase();
  const [ready, setReady] = useState<ReadyView | null>(null);
  // For a moment after another image was chosen the viewer still shows the one before.
  const drawn = useDrawnMasks(trial, image.id);
  const { board, strokes } = useBoard(
    ready?.image === image.id ? ready : null,
    pen,
    drawn === undefined ? undefined : (drawn?.grid ?? null),
  );
  const mayDraw = drawn?.mayDraw ?? false;
  const draft = useDraft(trial, image.id, { board, strokes, mayDraw });
  const [, setSaved] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the board changes, not when the page is drawn anew
  useEffect(() => onBoard(board), [board]);
  const masks = drawnMasks(image, colours);
  return (
    // Side by side the two images are level, whatever the names above them take.
    <div className="min-w-0 md:row-span-2 md:grid md:grid-rows-subgrid" onPointerDownCapture={onActive}>
      <h3 className="mb-1.5 flex flex-wrap self-end items-baseline gap-x-2 text-sm font-semibold text-[#e7edf2]">
        {visit?.kind ?? name}: {visit?.words ?? image.visit}
        {image.simulated || visit?.isSimulated ? (
          <span className="rounded-sm border border-dashed border-[#7b8a97] px-1 text-xs font-normal text-[#f0c987]">
            {visit === undefined || visit.kind === "Follow-up"
              ? "simulated follow-up of a real scan"
              : visit.kind === "Baseline"
                ? "simulated baseline"
                : "simulated scan"}
          </span>
        ) : null}
      </h3>
      <div className="min-w-0">
        <VolumeView
          label={label}
          scene={{ image: imageAddress(image), masks, range: window.range }}
          opacity={settings.isMaskShown ? settings.opacity : 0}
          sliceType={settings.sliceType}
          unit={image.unit === "arbitrary" ? "" : image.unit}
          overlay={board ? <MeasuringOverlay board={board} image={image.id} /> : null}
          onReady={(view) => {
            setReady(view ? { view, image: image.id } : null);
            onReady(view);
          }}
          onPlace={onPlace}
        />
        {settings.isMaskShown && image.masks.length > 0 ? (
          <ul aria-label={`Delineated lesions, ${label}`} className="flex flex-wrap gap-x-3 text-xs">
            {[...new Set(image.masks.map((m) => m.lesion))].map((lesion) => (
              <li key={lesion}>
                <button
                  type="button"
                  title={`To lesion ${lesion}`}
                  className="inline-flex items-center gap-1.5 hover:underline"
                  onClick={() => {
                    if (ready && jumpToLesion(ready.view, image, { lesion, centreMm: null })) onMoved(lesion);
                  }}
                >
                  <span aria-hidden className="size-2.5 rounded-sm" style={{ background: rgb(colours.get(lesion)) }} />
                  {lesion}
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        {board?.problem ? (
          <p role="alert" className="text-sm text-[#ffcdb5]">
            {board.problem}
          </p>
        ) : null}
        {board ? (
          <MeasuredList board={board} label={label} image={image.id} visit={image.visit} onGoTo={onGoToLine} />
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
        {drawn && board && mayDraw && (board.drawing.mask.count > 0 || draft.is === "failed") ? (
          <SaveMask
            key={image.id}
            trial={trial}
            image={image.id}
            label={label}
            lesions={lesions}
            own={drawn.versions.filter((v) => v.isOwn)}
            board={board}
            draft={draft}
            locked={locked}
            onSaved={() => setSaved((n) => n + 1)}
          />
        ) : null}
        {drawn ? <MaskVersions versions={drawn.versions} label={label} board={mayDraw ? board : null} /> : null}
      </div>
    </div>
  );
}
