"use client";

import type { DrawnMasks } from "@nadir/api/drawn-masks";
import type { Patient } from "@nadir/api/read";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../../shell/procedures.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { DataLocked } from "../../trials/data-locked.tsx";
import type { Board } from "../drawing/board.ts";
import { field, toolButton } from "../viewer-look.ts";
import { sentForm } from "./mask-file.ts";
import type { Draft } from "./use-drawn-masks.ts";

/**
 * Records what is drawn as a version of the reader's mask of a lesion; from the second on with a reason. Under a data lock it
 * says so instead: the drawing stays a draft.
 */
export function SaveMask({
  trial,
  image,
  label,
  lesions,
  own,
  board,
  draft,
  locked,
  onSaved,
}: {
  trial: string;
  image: string;
  label: string;
  lesions: readonly string[];
  /** The versions of who draws here. */
  own: DrawnMasks["versions"];
  board: Board;
  draft: Draft;
  locked: Patient["locked"];
  onSaved: () => void;
}) {
  const procedures = useProcedures();
  const queries = useQueryClient();
  const [lesion, setLesion] = useState(own[0]?.lesion ?? lesions[0] ?? "");
  const [reason, setReason] = useState("");
  const save = useMutation(procedures.drawnMasks.save.mutationOptions());
  const last = own.find((v) => v.lesion === lesion && v.isLive);
  const { mask, tools } = board.drawing;
  const submit = async () => {
    const { changes } = board.drawing;
    const { id } = await save.mutateAsync({
      trial,
      image,
      lesion,
      mask: await sentForm(mask.volume()),
      tools: [...tools],
      seen: last?.version ?? 0,
      ...(reason.trim() === "" ? {} : { reason }),
    });
    // A saved version is the end of its draft.
    board.drawing.draft = null;
    if (board.drawing.changes === changes) board.drawing.savedAs = id;
    setReason("");
    onSaved();
    await queries.invalidateQueries({ queryKey: procedures.drawnMasks.versions.queryKey({ trial, image }) });
  };
  return (
    <form
      aria-label={`Save the drawing, ${label}`}
      className="mt-2 grid gap-1.5 border-t border-[#27323c] pt-2"
      data-draft={draft.is}
      onSubmit={(event) => {
        event.preventDefault();
        // What went wrong stands in the mutation.
        submit().catch(() => {});
      }}
    >
      <div className="flex flex-wrap items-center gap-2 text-xs text-[#aab6c1]">
        {locked ? null : (
          <>
            <label className="inline-flex items-center gap-1.5">
              Drawing of lesion
              <select value={lesion} onChange={(e) => setLesion(e.target.value)} className={field}>
                {lesions.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            {last ? (
              <label className="inline-flex min-w-0 items-center gap-1.5">
                Why version {last.version} is changed
                <input
                  value={reason}
                  maxLength={500}
                  onChange={(e) => setReason(e.target.value)}
                  className={`${field} w-48`}
                />
              </label>
            ) : null}
            <button
              type="submit"
              className={toolButton}
              disabled={
                save.isPending || mask.count === 0 || lesion === "" || (last !== undefined && reason.trim() === "")
              }
            >
              Save version {(last?.version ?? 0) + 1}
            </button>
          </>
        )}
        <span role="status">{stateWords(draft, save.data?.version, board.drawing.savedAs !== null)}</span>
      </div>
      {locked ? <DataLocked lock={locked} /> : null}
      {draft.is === "elsewhere" ? (
        <div role="alert" className="grid gap-1.5 border-l-2 border-[#ff9566] pl-2 text-sm text-[#ffcdb5]">
          <p>{draft.why}</p>
          <p className="flex flex-wrap gap-2">
            <button type="button" className={toolButton} onClick={() => void draft.settle("theirs")}>
              Load what is kept there
            </button>
            <button type="button" className={toolButton} onClick={() => void draft.settle("mine")}>
              Keep what is here
            </button>
          </p>
        </div>
      ) : null}
      {save.isError ? (
        <p role="alert" className="border-l-2 border-[#ff9566] pl-2 text-sm text-[#ffcdb5]">
          {save.error.message}
        </p>
      ) : null}
    </form>
  );
}

function stateWords(draft: Draft, version: number | undefined, isSaved: boolean) {
  if (isSaved && version !== undefined) return `Version ${version} is saved.`;
  switch (draft.is) {
    case "none":
    case "elsewhere":
      return null;
    case "keeping":
      return "Keeping the draft …";
    case "failed":
      return draft.why;
    default:
      return (
        <>
          {draft.is === "kept" ? "Draft kept" : "Your draft is back, of"} <Moment at={draft.at} />
        </>
      );
  }
}
