"use client";

import type { CaseDetail } from "@nadir/api/board";
import { BOARD_DECISIONS, BOARD_VOTES } from "@nadir/domain";
import { useMutation } from "@tanstack/react-query";
import { Asked } from "../../shell/acts/asked.tsx";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Decided } from "./decided.tsx";

const text = (form: FormData, name: string): string => String(form.get(name) ?? "");

/** From the question to the signed decision: what stands, and the one thing that can be done next. */
export function DecisionPanel({ found }: { found: CaseDetail }) {
  const { board } = useProcedures();
  const propose = useMutation(board.propose.mutationOptions());
  const vote = useMutation(board.vote.mutationOptions());
  const decide = useMutation(board.decide.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const on = { case: found.id, seen: found.seen };
  const { proposal, decided, votes, may } = found;
  return (
    <Panel id="decision" title="Decision" aside={decided ? "signed" : "not signed yet"}>
      <div className="grid gap-4">
        <Refused problems={problems} />
        {decided ? <Decided decided={decided} former={found.former} /> : null}
        {proposal ? (
          <div className="grid gap-2">
            <h3 className="font-semibold">
              Proposed by {proposal.person.name}: {proposal.decision}
            </h3>
            <p className="max-w-[90ch] text-lg">{proposal.text}</p>
            <p className="max-w-[90ch] text-soft">Because: {proposal.reason}</p>
            <ul aria-label="Votes" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
              {votes.length === 0 ? <li className="text-faint">Nobody has voted yet.</li> : null}
              {votes.map((v) => (
                <li key={v.person.id}>
                  <span className="font-medium">{v.person.name}</span> {v.vote}
                  {v.reason ? `: ${v.reason}` : ""}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {may.decide && proposal ? (
          <div className="flex flex-wrap items-start gap-x-10 gap-y-4">
            <form
              aria-label="Vote"
              className="grid max-w-md grow gap-2 text-sm"
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
                    onClick={({ currentTarget }) => {
                      const form = new FormData(currentTarget.form!);
                      void act(() => vote.mutateAsync({ ...on, vote: v, reason: text(form, "reason") }));
                    }}
                  >
                    {v === "abstained" ? "Abstain" : `Vote ${v}`}
                  </Button>
                ))}
              </span>
            </form>
            <div className="grid max-w-md grow gap-2 text-sm">
              <p className="text-soft">
                Signing makes the proposal the board's decision, with these votes and the record as it stands now.
              </p>
              <Asked
                label="Sign the decision"
                disabled={isBusy}
                onSubmit={(form) => void act(() => decide.mutateAsync({ ...on, password: text(form, "password") }))}
              />
            </div>
          </div>
        ) : null}
        {may.decide ? (
          <details open={!proposal && !decided}>
            <summary className="cursor-pointer text-sm font-medium">
              {proposal ? "Propose something else" : decided ? "Take the decision up again" : "Propose"}
            </summary>
            <form
              aria-label="Proposal"
              className="mt-2 grid max-w-2xl gap-2.5 text-sm"
              onSubmit={(event) => {
                event.preventDefault();
                const at = event.currentTarget;
                const form = new FormData(at);
                void act(() => {
                  const decision = BOARD_DECISIONS.find((d) => d === text(form, "decision"));
                  if (!decision) throw new Error("Not put to the vote: choose a decision first.");
                  return propose.mutateAsync({
                    ...on,
                    decision,
                    text: text(form, "text"),
                    reason: text(form, "reason"),
                    again: text(form, "again"),
                  });
                }).then((ok) => ok && at.reset());
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
              <Button type="submit" disabled={isBusy} className="justify-self-start">
                Put to the vote
              </Button>
            </form>
          </details>
        ) : null}
        {may.decide ? null : <p className="text-sm text-soft">Members of the board propose, vote and sign.</p>}
      </div>
    </Panel>
  );
}
