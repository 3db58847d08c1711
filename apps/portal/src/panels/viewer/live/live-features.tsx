"use client";

import type { PatientImage } from "@nadir/api/read";
import { useEffect, useMemo, useState } from "react";
import type { Board } from "../drawing/board.ts";
import { maskAddress } from "../series.ts";
import { UseForLesion } from "../use-for-lesion.tsx";
import { field } from "../viewer-look.ts";
import { LiveFigures } from "./live-figures.tsx";
import type { LiveState, LiveWish } from "./session.ts";
import { fetchFile, useLive } from "./use-live.ts";

const DRAWN = "drawn here, not recorded";

/**
 * Features of one region of one image: a recorded delineation or what was drawn. Computed in the browser as the trial's
 * stored ones are; nothing is sent or recorded. A blinded reader is offered only what they drew.
 */
export function LiveFeatures({
  image,
  label,
  isBlinded,
  board,
  strokes,
  subject,
}: {
  image: PatientImage;
  /** Which viewer: `baseline`, `follow-up`. */
  label: string;
  isBlinded: boolean;
  board: Board | null;
  /** Counts the changes of the drawing. */
  strokes: number;
  subject: string;
}) {
  const masks = isBlinded ? [] : image.masks;
  const [chosen, choose] = useState<string>(masks[0]?.id ?? DRAWN);
  // A stroke asks for itself; another image begins with its own delineation, or with what was drawn there before.
  useEffect(() => {
    if (strokes > 0) choose(DRAWN);
  }, [strokes]);
  const isKnown = chosen === DRAWN || masks.some(({ id }) => id === chosen);
  const region = isKnown ? chosen : (masks[0]?.id ?? DRAWN);
  const mask = masks.find(({ id }) => id === region);
  const of = mask ? maskWords(mask) : DRAWN;
  const name = `${subject}, ${image.visit}, ${image.description}: ${of}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a stroke is a new wish
  const wish = useMemo((): LiveWish | null => {
    if (mask) {
      const { id, file, label } = mask;
      return { name, region: async (signal) => ({ mask: await fetchFile(maskAddress({ id, file }), signal), label }) };
    }
    return board ? { name, region: async () => ({ drawn: board.read() }) } : null;
  }, [mask?.id, name, board, mask ? 0 : strokes]);
  const state = useLive(image, wish);
  const fileName = `${name.replaceAll(/[^\w.-]+/g, "-")}.csv`;
  return (
    <section
      aria-label={`Features, ${label}`}
      data-live={state.is}
      className="mt-2 grid gap-2 border-t border-[#27323c] pt-2"
    >
      <div className="flex flex-wrap items-center gap-2">
        <label className="inline-flex flex-wrap items-center gap-1.5 text-xs text-[#aab6c1]">
          Features of
          <select value={region} onChange={(e) => choose(e.target.value)} className={field}>
            {masks.map((one) => (
              <option key={one.id} value={one.id}>
                {maskWords(one)}
              </option>
            ))}
            <option value={DRAWN}>{DRAWN}</option>
          </select>
        </label>
        {mask ? null : (
          <span className="rounded-sm border border-dashed border-[#aaff00] px-1 text-xs text-[#d5ff8a]">{DRAWN}</span>
        )}
        {board ? (
          <span className="ml-auto inline-flex gap-1.5">
            <button type="button" className={field} disabled={!board.drawing.mask.canUndo} onClick={() => board.undo()}>
              Undo
            </button>
            <button type="button" className={field} disabled={!board.drawing.mask.canRedo} onClick={() => board.redo()}>
              Redo
            </button>
            <button
              type="button"
              className={field}
              disabled={board.drawing.mask.count === 0}
              onClick={() => board.clear()}
            >
              Clear
            </button>
          </span>
        ) : null}
      </div>
      {state.is === "done" ? (
        <UseForLesion
          visit={image.visit}
          measured={{
            longestDiameterMm: state.features.size.longest.longestMm,
            perpendicularMm: state.features.size.longest.perpendicularMm,
            volumeMm3: state.features.size.volumeMm3,
          }}
        />
      ) : null}
      <Shown state={state} imageUnit={image.unit === "arbitrary" ? "" : image.unit} label={label} fileName={fileName} />
    </section>
  );
}

const maskWords = ({ lesion, authorKind, author }: PatientImage["masks"][number]): string =>
  `lesion ${lesion}, ${authorKind === "drawn" ? `drawn by ${author}` : "recorded"}`;

function Shown({
  state,
  imageUnit,
  label,
  fileName,
}: {
  state: LiveState;
  imageUnit: string;
  label: string;
  fileName: string;
}) {
  switch (state.is) {
    case "idle":
      return <p className="text-xs text-[#aab6c1]">The image is still loading.</p>;
    case "working":
      return (
        <p role="status" className="flex items-center gap-2 text-xs text-[#aab6c1]">
          <progress value={state.share} max={1} className="h-1.5 w-24" aria-label={`Progress, ${label}`} />
          {state.doing} …
        </p>
      );
    case "refused":
      return (
        <div role="alert" className="border-l-2 border-[#ff9566] pl-2 text-sm text-[#ffcdb5]">
          {state.problems.map(({ code, message }) => (
            <p key={code + message}>{message}</p>
          ))}
        </div>
      );
    case "done":
      return <LiveFigures features={state.features} imageUnit={imageUnit} label={label} fileName={fileName} />;
  }
}
