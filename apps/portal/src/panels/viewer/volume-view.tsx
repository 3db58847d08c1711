"use client";

import type { Niivue } from "@niivue/niivue";
import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  closeView,
  openView,
  type Place,
  type Scene,
  setMaskOpacity,
  setPlane,
  setWindow,
  showScene,
} from "./open-view.ts";
import { placeText } from "./place-text.ts";
import { PrintedView } from "./printed-view.tsx";
import { useWanted } from "./use-wanted.ts";

/**
 * One viewer, opened when somebody is about to look. It says where its crosshair is and what stands there; `onReady` hands it over
 * for linking.
 */
export function VolumeView({
  label,
  scene,
  opacity,
  sliceType,
  unit,
  overlay,
  onReady,
  onPlace,
}: {
  label: string;
  scene: Scene;
  opacity: number;
  sliceType: number;
  unit: string;
  /** Over the image. */
  overlay?: ReactNode;
  onReady: (view: Niivue | null) => void;
  /** The crosshair stands elsewhere. */
  onPlace?: (place: Place) => void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<Niivue | null>(null);
  const opening = useRef<Promise<Niivue> | null>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const [place, setPlace] = useState<Place | null>(null);
  const current = useRef({ opacity, sliceType, onReady, onPlace });
  current.current = { opacity, sliceType, onReady, onPlace };
  const masks = JSON.stringify(scene.masks);
  const isWanted = useWanted(canvas);

  // One viewer for one image: a new image is loaded into the same canvas; the double effect of development is undone.
  useEffect(() => {
    let isGone = false;
    const { onReady } = current.current;
    const begin = async () => {
      setState("loading");
      if (!isWanted || !canvas.current) return;
      opening.current ??= openView(canvas.current, current.current.sliceType, (next) => {
        setPlace(next);
        current.current.onPlace?.(next);
      });
      const opened = await opening.current;
      if (isGone) return;
      view.current = opened;
      await showScene(
        opened,
        { image: scene.image, masks: JSON.parse(masks) as Scene["masks"] },
        current.current.opacity,
      );
      if (isGone) return;
      setState("ready");
      onReady(opened);
    };
    begin().catch((error: unknown) => {
      if (isGone) return;
      console.error("viewer:", error);
      // Another image may find the browser in better health.
      if (!view.current) opening.current = null;
      setState("failed");
    });
    return () => {
      isGone = true;
      onReady(null);
    };
  }, [isWanted, scene.image, masks]);

  // Windows are constants: another object is another window.
  useEffect(() => {
    if (state === "ready" && view.current) setWindow(view.current, scene.range);
  }, [state, scene.range]);
  useEffect(() => {
    if (state === "ready" && view.current) setMaskOpacity(view.current, opacity);
  }, [state, opacity]);
  useEffect(() => {
    if (state === "ready" && view.current) setPlane(view.current, sliceType);
  }, [state, sliceType]);
  useEffect(
    () => () => {
      // Also one that is only on its way.
      opening.current?.then(closeView).catch(() => undefined);
      opening.current = null;
      view.current = null;
    },
    [],
  );

  return (
    <figure className="min-w-0" data-viewer={label} data-state={state}>
      <div className="relative aspect-square w-full overflow-hidden rounded-sm bg-black">
        <canvas
          ref={canvas}
          aria-label={`Image viewer, ${label}`}
          className="absolute inset-0 size-full print:hidden"
          tabIndex={0}
        />
        <PrintedView view={view} canvas={canvas} />
        {state === "ready" ? overlay : null}
        {state === "loading" ? (
          <p role="status" className="absolute inset-0 grid place-items-center text-sm text-[#c9d3dc]">
            Loading {label} …
          </p>
        ) : null}
        {state === "failed" ? (
          <p role="alert" className="absolute inset-0 grid place-items-center p-6 text-center text-sm text-[#ffb894]">
            This image could not be shown. The browser may lack WebGL 2, or the image could not be read.
          </p>
        ) : null}
      </div>
      <figcaption
        className="mt-1 min-h-5 text-xs text-[#aab6c1]"
        data-place={place ? place.mm.map((x) => x.toFixed(2)).join(",") : undefined}
      >
        {place && state === "ready" ? placeText(place, unit) : " "}
      </figcaption>
    </figure>
  );
}
