"use client";

import type { DrawnMasks } from "@nadir/api/drawn-masks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useProcedures } from "../../../shell/procedures.tsx";
import type { Board } from "../drawing/board.ts";
import { fromSentForm, sentForm } from "./mask-file.ts";

/** After so long without a stroke the draft is kept. */
const SETTLE_MS = 1000;

/** The masks drawn on an image as the server has them; `undefined` while it is asked. */
export function useDrawnMasks(trial: string, image: string): DrawnMasks | undefined | null {
  const { data, isError } = useQuery(useProcedures().drawnMasks.versions.queryOptions({ trial, image }));
  return isError ? null : data;
}

export type DraftState =
  | { readonly is: "none" }
  | { readonly is: "restored" | "kept"; readonly at: Date }
  | { readonly is: "keeping" }
  | { readonly is: "failed"; readonly why: string };

/**
 * What is under the pen, kept on the server shortly after each stroke and brought back when the image is opened with nothing
 * drawn on it. Only for who may draw.
 */
export function useDraft(
  trial: string,
  image: string,
  { board, strokes, mayDraw }: { readonly board: Board | null; readonly strokes: number; readonly mayDraw: boolean },
): DraftState {
  const procedures = useProcedures();
  const [state, setState] = useState<DraftState>({ is: "none" });
  const { mutateAsync: keep } = useMutation(procedures.drawnMasks.keepDraft.mutationOptions());
  const { data } = useQuery({
    ...procedures.drawnMasks.draft.queryOptions({ trial, image }),
    enabled: mayDraw,
    staleTime: Number.POSITIVE_INFINITY,
    // Asked anew when the page is opened again.
    gcTime: 0,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said of one image is not said of the next
  useEffect(() => setState({ is: "none" }), [image]);
  const restored = useRef(new Set<string>());
  useEffect(() => {
    if (!board || data === undefined || restored.current.has(image)) return;
    restored.current.add(image);
    const { drawing } = board;
    if (data === null || drawing.changes > 0) return;
    fromSentForm(data.mask)
      .then((mask) => {
        board.open(mask.data);
        drawing.kept = drawing.changes;
        setState({ is: "restored", at: data.at });
      })
      .catch((error: Error) => setState({ is: "failed", why: `The draft could not be read: ${error.message}` }));
  }, [board, data, image]);

  const waiting = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: each stroke is looked at
  useEffect(() => {
    const drawing = board?.drawing;
    if (!drawing || !mayDraw) return;
    const isKept = () => drawing.changes === drawing.kept || drawing.savedAs !== null;
    if (isKept()) return;
    const send = async () => {
      if (isKept()) return;
      const { changes, mask } = drawing;
      await keep({ trial, image, mask: mask.count === 0 ? null : await sentForm(mask.volume()) });
      drawing.kept = changes;
      // A stroke that came meanwhile is yet to be sent.
      if (drawing.changes === changes) setState({ is: "kept", at: new Date() });
    };
    const failed = (error: Error) => setState({ is: "failed", why: `The draft is not kept: ${error.message}` });
    setState({ is: "keeping" });
    clearTimeout(waiting.current.get(image));
    // Not ended with the image that is shown: what was drawn on one is kept while another is looked at.
    waiting.current.set(
      image,
      setTimeout(() => void send().catch(failed), SETTLE_MS),
    );
  }, [board, strokes, mayDraw, keep, trial, image]);
  return state;
}
