"use client";

import type { CaseDetail } from "@nadir/api/board";
import { BOARD_VOTES } from "@nadir/domain";
import { useRef } from "react";
import { KeptWords } from "../../shell/typed/kept-words.tsx";
import { useKeptForm } from "../../shell/typed/use-kept-form.ts";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";

type Vote = (typeof BOARD_VOTES)[number];

/** A vote on the proposal that stands, with its reason, which is kept in the tab until a vote is cast. */
export function VoteForm({
  found,
  person,
  isBusy,
  onVote,
}: {
  found: CaseDetail;
  person: string;
  isBusy: boolean;
  /** Answers whether it was recorded. */
  onVote: (vote: Vote, reason: string) => Promise<boolean>;
}) {
  const form = useRef<HTMLFormElement>(null);
  const kept = useKeptForm(form, { person, about: found.id, name: "vote" });
  return (
    <form
      ref={form}
      aria-label="Vote"
      className="grid max-w-md grow gap-2 text-sm"
      onInput={kept.note}
      onSubmit={(event) => {
        // Enter in the reason casts no vote: only a button does.
        event.preventDefault();
      }}
    >
      <label className="grid gap-1">
        Reason, needed against
        <input name="reason" maxLength={2000} className={box} />
      </label>
      <span className="flex flex-wrap gap-2">
        {BOARD_VOTES.map((v) => (
          <Button
            key={v}
            type="button"
            disabled={isBusy}
            onClick={async ({ currentTarget }) => {
              const typed = new FormData(currentTarget.form!);
              if (await onVote(v, String(typed.get("reason") ?? ""))) kept.clear();
            }}
          >
            {v === "abstained" ? "Abstain" : `Vote ${v}`}
          </Button>
        ))}
      </span>
      <KeptWords state={kept.state} meanwhile="while you look at other patients" onDiscard={kept.clear} />
    </form>
  );
}
