"use client";

import type { DrawingDraft, DrawnMasks } from "@nadir/api/drawn-masks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { problemsOf } from "../../../shell/acts/told.ts";
import { useProcedures } from "../../../shell/procedures.tsx";
import type { Board } from "../drawing/board.ts";
import type { Drawing } from "../drawing/drawing.ts";
import { fromSentForm, sentForm } from "./mask-file.ts";

/** After so long without a stroke the draft is kept. */
const SETTLE_MS = 1000;

/** The masks drawn on an image as the server has them; `undefined` while it is asked. */
export function useDrawnMasks(trial: string, image: string): DrawnMasks | undefined | null {
  const { data, isError } = useQuery(useProcedures().drawnMasks.versions.queryOptions({ trial, image }));
  return isError ? null : data;
}

type DraftState =
  | { readonly is: "none" }
  | { readonly is: "restored" | "kept"; readonly at: Date }
  | { readonly is: "keeping" }
  | { readonly is: "failed"; readonly why: string }
  /** Another window keeps another drawing: it is asked which stands. */
  | { readonly is: "elsewhere"; readonly why: string };

/** What stands of the draft, and the answer to `elsewhere`: the other window's drawing, or the one here. */
export type Draft = DraftState & { readonly settle: (whose: "theirs" | "mine") => Promise<void> };

/**
 * What is under the pen, kept on the server shortly after each stroke and brought back when the image is opened with nothing
 * drawn on it. Only for who may draw.
 */
export function useDraft(
  trial: string,
  image: string,
  { board, strokes, mayDraw }: { readonly board: Board | null; readonly strokes: number; readonly mayDraw: boolean },
): Draft {
  const procedures = useProcedures();
  const queries = useQueryClient();
  const [state, setState] = useState<DraftState>({ is: "none" });
  const { mutateAsync: keep } = useMutation(procedures.drawnMasks.keepDraft.mutationOptions());
  const asked = procedures.drawnMasks.draft.queryOptions({ trial, image });
  const { data } = useQuery({
    ...asked,
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
    if (data === null || board.drawing.changes > 0) return;
    take(board, data)
      .then(setState)
      .catch((error: Error) => setState(unread(error)));
  }, [board, data, image]);

  /** One after the other for each image: a draft that is on its way is what the next one follows. */
  const sending = useRef(new Map<string, Promise<void>>());
  const send = useCallback(
    (drawing: Drawing): Promise<void> => {
      const sent = (sending.current.get(image) ?? Promise.resolve()).then(async () => {
        if (isKept(drawing)) return;
        const { changes, mask, draft } = drawing;
        const packed = mask.count === 0 ? null : await sentForm(mask.volume());
        try {
          drawing.draft = (await keep({ trial, image, mask: packed, seen: draft })).kept;
        } catch (error) {
          setState(failed(error as Error));
          return;
        }
        drawing.kept = changes;
        // A stroke that came meanwhile is yet to be sent.
        if (drawing.changes === changes) setState({ is: "kept", at: new Date() });
      });
      sending.current.set(image, sent);
      return sent;
    },
    [keep, trial, image],
  );

  const waiting = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: each stroke is looked at
  useEffect(() => {
    const drawing = board?.drawing;
    if (!drawing || !mayDraw || isKept(drawing)) return;
    setState({ is: "keeping" });
    clearTimeout(waiting.current.get(image));
    // Not ended with the image that is shown: what was drawn on one is kept while another is looked at.
    waiting.current.set(
      image,
      setTimeout(() => void send(drawing), SETTLE_MS),
    );
  }, [board, strokes, mayDraw, send, image]);

  const settle = async (whose: "theirs" | "mine"): Promise<void> => {
    if (!board) return;
    const { drawing } = board;
    try {
      const there = await queries.fetchQuery({ ...asked, staleTime: 0 });
      if (whose === "mine") {
        drawing.draft = there?.kept ?? null;
        await send(drawing);
      } else if (there) setState(await take(board, there));
      // Saved as a version or taken away there: what is here is the only one.
      else await send(drawing);
    } catch (error) {
      setState(unread(error as Error));
    }
  };
  return { ...state, settle };
}

const isKept = ({ changes, kept, savedAs }: Drawing): boolean => changes === kept || savedAs !== null;

/** Puts a draft of the server under the pen; the drawing that was there can be had back by undo. */
async function take(board: Board, { mask, kept, at }: NonNullable<DrawingDraft>): Promise<DraftState> {
  const { data } = await fromSentForm(mask);
  board.open(data);
  board.drawing.kept = board.drawing.changes;
  board.drawing.draft = kept;
  return { is: "restored", at };
}

const unread = (error: Error): DraftState => ({ is: "failed", why: `The draft could not be read: ${error.message}` });

function failed(error: Error): DraftState {
  const [first] = problemsOf(error);
  return first?.code === "CHANGED_MEANWHILE"
    ? { is: "elsewhere", why: first.message }
    : { is: "failed", why: `The draft is not kept: ${error.message}` };
}
