"use client";

import type { CaseDetail } from "@nadir/api/board";
import { BOARD_DECISIONS } from "@nadir/domain";
import { useRef } from "react";
import { KeptWords } from "../../shell/typed/kept-words.tsx";
import { useKeptForm } from "../../shell/typed/use-kept-form.ts";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";

export interface Proposed {
  readonly decision: (typeof BOARD_DECISIONS)[number];
  readonly text: string;
  readonly reason: string;
  readonly again: string;
}

/** A proposal to the board. What is half typed stays in the tab, patient by patient, until it is put to the vote. */
export function ProposalForm({
  found,
  person,
  isBusy,
  onPropose,
}: {
  found: CaseDetail;
  /** Id of whoever types. */
  person: string;
  isBusy: boolean;
  /** Answers whether it was recorded. `make` throws a sentence where the form is not complete. */
  onPropose: (make: () => Proposed) => Promise<boolean>;
}) {
  const { proposal, decided } = found;
  const form = useRef<HTMLFormElement>(null);
  const kept = useKeptForm(form, { person, about: found.id, name: "proposal" });
  const isFirst = !proposal && !decided;
  return (
    // What is typed already is not hidden behind a fold.
    <details open={isFirst || kept.state !== "none" ? true : undefined}>
      <summary className="cursor-pointer text-sm font-medium">
        {proposal ? "Propose something else" : decided ? "Take the decision up again" : "Propose"}
      </summary>
      <form
        ref={form}
        aria-label="Proposal"
        className="mt-2 grid max-w-2xl gap-2.5 text-sm"
        onInput={kept.note}
        onSubmit={async (event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget);
          const text = (name: string) => String(typed.get(name) ?? "");
          const isRecorded = await onPropose(() => {
            const decision = BOARD_DECISIONS.find((d) => d === text("decision"));
            if (!decision) throw new Error("Not put to the vote: choose a decision first.");
            return { decision, text: text("text"), reason: text("reason"), again: text("again") };
          });
          if (isRecorded) kept.clear();
        }}
      >
        <label className="grid gap-1">
          Decision
          {/* A decision that stands there already would be taken for one that somebody chose. */}
          <select name="decision" defaultValue="" className={box}>
            <option value="">choose…</option>
            {BOARD_DECISIONS.map((d) => (
              <option key={d}>{d}</option>
            ))}
          </select>
        </label>
        <label className="grid gap-1">
          What is done, by whom and by when
          <textarea name="text" required rows={2} maxLength={2000} className={box} />
        </label>
        <label className="grid gap-1">
          Reason
          <textarea name="reason" required rows={2} maxLength={2000} className={box} />
        </label>
        {decided ? (
          <label className="grid gap-1">
            Why what was decided is taken up again
            <input name="again" required maxLength={2000} className={box} />
          </label>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Button type="submit" disabled={isBusy}>
            Put to the vote
          </Button>
          <KeptWords state={kept.state} meanwhile="while you look at other patients" onDiscard={kept.clear} />
        </div>
      </form>
    </details>
  );
}
