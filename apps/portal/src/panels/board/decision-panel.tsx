"use client";

import type { CaseDetail } from "@nadir/api/board";
import { useMutation } from "@tanstack/react-query";
import { Asked } from "../../shell/acts/asked.tsx";
import { Refused } from "../../shell/acts/refused.tsx";
import { useAct } from "../../shell/acts/use-act.ts";
import { useProcedures } from "../../shell/procedures.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Decided } from "./decided.tsx";
import { ProposalForm } from "./proposal-form.tsx";
import { VoteForm } from "./vote-form.tsx";
import { voteWords } from "./vote-words.ts";

const text = (form: FormData, name: string): string => String(form.get(name) ?? "");

/** From the question to the signed decision: what stands, and the one thing that can be done next. */
export function DecisionPanel({
  found,
  person,
}: {
  found: CaseDetail;
  /** Id of whoever looks: what they type is kept for them alone. */
  person: string;
}) {
  const { board } = useProcedures();
  const propose = useMutation(board.propose.mutationOptions());
  const vote = useMutation(board.vote.mutationOptions());
  const decide = useMutation(board.decide.mutationOptions());
  const { act, isBusy, problems } = useAct();
  const on = { case: found.id, seen: found.seen };
  const { proposal, decided, votes, may, meeting } = found;
  return (
    <Panel id="decision" title="Decision" aside={decided ? "signed" : "not signed yet"}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 wrap-anywhere">
        <Refused problems={problems} />
        {decided ? <Decided decided={decided} former={found.former} /> : null}
        {proposal ? (
          <div className="grid gap-2">
            <h3 className="font-semibold">
              Proposed by {proposal.person.name}: {proposal.decision}
            </h3>
            <p className="max-w-[90ch] text-lg whitespace-pre-line">{proposal.text}</p>
            <p className="max-w-[90ch] text-soft whitespace-pre-line">Because: {proposal.reason}</p>
            {proposal.again === null ? null : (
              <p className="max-w-[90ch] text-soft whitespace-pre-line">Taken up again because: {proposal.again}</p>
            )}
            <ul aria-label="Votes" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
              {votes.length === 0 ? <li className="text-faint">Nobody has voted yet.</li> : null}
              {votes.map((v) => (
                <li key={v.person.id} className="whitespace-pre-line">
                  <span className="font-medium">{v.person.name}</span> {voteWords(v.vote)}
                  {v.reason ? `: ${v.reason}` : ""}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {may.decide && proposal ? (
          <div className="flex flex-wrap items-start gap-x-10 gap-y-4">
            <VoteForm
              found={found}
              person={person}
              isBusy={isBusy}
              onVote={(cast, reason) => act(() => vote.mutateAsync({ ...on, vote: cast, reason }))}
            />
            <div className="grid max-w-md grow gap-2 text-sm">
              <p className="text-soft">
                Signing makes the proposal the board's decision, with these votes and the record as it stands now.
              </p>
              <Asked
                label="Sign the decision"
                disabled={isBusy}
                onSubmit={(form) =>
                  void act(() =>
                    decide.mutateAsync({
                      ...{ ...on, meetingChanged: meeting.changed, courseSeen: found.courseHash },
                      password: text(form, "password"),
                    }),
                  )
                }
              />
            </div>
          </div>
        ) : null}
        {may.decide ? (
          <ProposalForm
            found={found}
            person={person}
            isBusy={isBusy}
            onPropose={(make) => act(async () => propose.mutateAsync({ ...on, ...make() }))}
          />
        ) : null}
        {may.decide ? null : (
          <p className="text-sm text-soft">
            {meeting.offBecause === null
              ? "Members of the board propose, vote and sign."
              : `This meeting was called off, and nobody decides at it: ${meeting.offBecause}`}
          </p>
        )}
      </div>
    </Panel>
  );
}
