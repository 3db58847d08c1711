"use client";

import type { ReadForm } from "@nadir/api/reads";
import type { ReadDocument } from "@nadir/domain";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { problemsOf, type Told } from "../../shell/acts/told.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { keepHere, keptHere } from "./kept-here.ts";

/**
 * `kept`: the server has it all. `stale`: the read was kept elsewhere since; the reader says which of the two is kept.
 * `dropped`: it was dropped elsewhere, and nothing is kept of it any more.
 */
type Keeping = "kept" | "changed" | "keeping" | "failed" | "stale" | "dropped";
const PAUSE_MS = 1200;

/**
 * A draft that keeps itself: a moment after the last change the server has it; until then this tab has. Of a read that was
 * kept elsewhere meanwhile nothing is written over and nothing typed is lost. Whatever is sent names the images that this page
 * shows, also where the rest was typed on an earlier one.
 */
export function useDraft(form: ReadForm) {
  const { reads } = useProcedures();
  const queries = useQueryClient();
  const save = useMutation(reads.save.mutationOptions());
  const [document, setDocument] = useState<ReadDocument>(form.document);
  const [standing, setStanding] = useState(form.standing);
  const [keeping, setKeeping] = useState<Keeping>("kept");
  const [problems, setProblems] = useState<readonly Told[]>([]);
  const [isBroughtBack, setBroughtBack] = useState(false);
  const [haveImagesChanged, setImagesChanged] = useState(false);
  const latest = useRef(form.document);
  const version = useRef(form.version);
  const isSending = useRef(false);
  const { session } = form;
  const { images } = form.document;

  const change = useCallback(
    (next: ReadDocument) => {
      latest.current = next;
      setDocument(next);
      setKeeping((state) => (state === "stale" || state === "dropped" ? state : "changed"));
      keepHere(session, { version: version.current, document: next });
    },
    [session],
  );

  /** Sends what is latest, until the server has it. True when it has. */
  const keep = useCallback(async (): Promise<boolean> => {
    if (isSending.current) return false;
    isSending.current = true;
    setKeeping("keeping");
    try {
      for (;;) {
        const sent = latest.current;
        const answer = await save.mutateAsync({
          ...{ session, version: version.current },
          document: { ...sent, images },
        });
        version.current = answer.version;
        setStanding(answer.standing);
        setImagesChanged(answer.haveImagesChanged);
        if (latest.current === sent) break;
      }
      keepHere(session, null);
      setKeeping("kept");
      setProblems([]);
      return true;
    } catch (error) {
      const told = problemsOf(error);
      setProblems(told);
      setKeeping(keepingAfter(told) ?? "failed");
      return false;
    } finally {
      isSending.current = false;
    }
  }, [save.mutateAsync, session, images]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every change begins the pause anew
  useEffect(() => {
    if (keeping !== "changed") return;
    const timer = setTimeout(() => void keep(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [keeping, keep, document]);

  // What was typed before the session ended or the page was left.
  useEffect(() => {
    const kept = form.state === "draft" ? keptHere(session) : null;
    const typed = kept && { ...kept.document, images: form.document.images };
    if (!typed || JSON.stringify(typed) === JSON.stringify(form.document)) return;
    version.current = kept.version;
    change(typed);
    setBroughtBack(true);
  }, [change, form, session]);

  const fresh = async (): Promise<ReadForm> =>
    queries.fetchQuery({ ...reads.form.queryOptions({ session }), staleTime: 0 });
  const settle = async (whose: "theirs" | "mine"): Promise<void> => {
    try {
      const kept = await fresh();
      if (kept.state === "dropped") {
        setKeeping("dropped");
        return;
      }
      version.current = kept.version;
      setProblems([]);
      if (whose === "mine") {
        await keep();
        return;
      }
      latest.current = kept.document;
      setDocument(kept.document);
      setStanding(kept.standing);
      keepHere(session, null);
      setKeeping("kept");
    } catch (error) {
      setProblems(problemsOf(error));
    }
  };
  /** Of a refusal of something else that was done with the draft: whether the draft is another than it is here. */
  const heed = (error: unknown): void => {
    const told = problemsOf(error);
    const state = keepingAfter(told);
    if (!state) return;
    setProblems(told);
    setKeeping(state);
  };
  return {
    document,
    standing,
    keeping,
    problems,
    isBroughtBack,
    haveImagesChanged,
    version,
    change,
    keep,
    settle,
    heed,
  };
}

/** What a refusal says of the draft; null where it says nothing of it. */
function keepingAfter(told: readonly Told[]): "stale" | "dropped" | null {
  const isOf = (wanted: string) => told.some(({ code }) => code === wanted);
  return isOf("READ_DROPPED") ? "dropped" : isOf("CHANGED_MEANWHILE") ? "stale" : null;
}
