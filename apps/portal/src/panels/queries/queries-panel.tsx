"use client";

import type { QueryThread } from "@nadir/api/queries";
import type { Patient } from "@nadir/api/read";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Asked } from "../../ui/asked.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { DataLocked } from "../trials/data-locked.tsx";
import { MoveMark } from "../worklist/marks.tsx";

const field = "rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink";
const ASKED = ["coordinator", "reader", "data-manager"] as const;
const ACTS = { ask: "Ask on", answer: "Answer", close: "Close" } as const;
const SAID = { raised: "asked", answered: "answered", closed: "closed" } as const;

/** Questions about this patient: raised, answered, closed; each stays as it was said. */
export function QueriesPanel({
  trial,
  subject,
  item,
  locked,
}: {
  trial: string;
  subject: string;
  item: string | null;
  /** Under it nothing is asked or answered. */
  locked: Patient["locked"];
}) {
  const procedures = useProcedures();
  const query = useQuery(procedures.queries.ofSubject.queryOptions({ trial, subject }));
  const client = useQueryClient();
  const renew = () => client.invalidateQueries({ queryKey: procedures.queries.ofSubject.queryKey({ trial, subject }) });
  return (
    <Panel id="queries" title="Queries" note="What is asked and answered here stays, and is in the log.">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Asked query={query} doing="Reading the queries">
          {(threads: readonly QueryThread[]) =>
            threads.length === 0 ? (
              <Empty title="No query yet">
                {locked ? null : "Ask below what is unclear or missing in this patient's record."}
              </Empty>
            ) : (
              <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
                {threads.map((thread) => (
                  <Thread key={thread.id} trial={trial} thread={thread} isLocked={locked !== null} onSaid={renew} />
                ))}
              </ul>
            )
          }
        </Asked>
        {locked ? (
          <DataLocked lock={locked} />
        ) : (
          <RaiseForm key={item ?? ""} trial={trial} subject={subject} item={item} onRaised={renew} />
        )}
      </div>
    </Panel>
  );
}

function Thread({
  trial,
  thread,
  isLocked,
  onSaid,
}: {
  trial: string;
  thread: QueryThread;
  isLocked: boolean;
  onSaid: () => void;
}) {
  const [text, setText] = useState("");
  const say = useMutation(useProcedures().queries.say.mutationOptions({ onSuccess: onSaid }));
  const send = (act: keyof typeof ACTS) =>
    say.mutate(
      { trial, query: thread.id, act, text },
      {
        onSuccess: () => setText(""),
      },
    );
  return (
    <li
      className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-md border border-line p-3 wrap-anywhere"
      data-state={thread.state}
    >
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="font-semibold">{thread.item ? itemWords(thread.item) : "The patient"}</span>
        {thread.state === "closed" ? (
          <span className="text-faint">closed</span>
        ) : (
          <MoveMark move={thread.state === "answered" ? thread.raisedAs : thread.askedOf} />
        )}
      </p>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-1 text-sm">
        {thread.said.map(({ act, text: words, by, at }) => (
          <li key={at.toISOString()}>
            <span className="text-faint">
              {by}, <Moment at={at} />, {SAID[act]}:
            </span>{" "}
            <span className="whitespace-pre-wrap">{words}</span>
          </li>
        ))}
      </ol>
      {thread.may.length > 0 && !isLocked ? (
        <div className="flex flex-wrap items-end gap-2">
          <label className="grid min-w-56 grow gap-0.5 text-xs text-faint">
            In a sentence
            <input value={text} maxLength={2000} onChange={(event) => setText(event.target.value)} className={field} />
          </label>
          {thread.may.map((act) => (
            <Button key={act} disabled={say.isPending || text.trim() === ""} onClick={() => send(act)}>
              {ACTS[act]}
            </Button>
          ))}
        </div>
      ) : null}
      {say.error ? (
        <Notice kind="refusal" live>
          {say.error.message}
        </Notice>
      ) : null}
    </li>
  );
}

function RaiseForm({
  trial,
  subject,
  item,
  onRaised,
}: {
  trial: string;
  subject: string;
  item: string | null;
  onRaised: () => void;
}) {
  const [text, setText] = useState("");
  const [askedOf, setAskedOf] = useState<(typeof ASKED)[number]>("coordinator");
  // Told by the act itself: what comes of it is read anew also where the form was drawn anew while it was on its way.
  const raise = useMutation(useProcedures().queries.raise.mutationOptions({ onSuccess: onRaised }));
  return (
    <form
      aria-label="Raise a query"
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        raise.mutate(
          { trial, subject, item, askedOf, text },
          {
            onSuccess: () => setText(""),
          },
        );
      }}
    >
      <label className="grid gap-0.5 text-xs text-faint">
        Asked of
        <select
          value={askedOf}
          onChange={(event) => setAskedOf(event.target.value as typeof askedOf)}
          className={field}
        >
          {ASKED.map((role) => (
            <option key={role} value={role}>
              {role.replace("-", " ")}
            </option>
          ))}
        </select>
      </label>
      <label className="grid min-w-64 grow gap-0.5 text-xs text-faint">
        {item ? `Question about ${itemWords(item)}` : "Question"}
        <input value={text} maxLength={2000} onChange={(event) => setText(event.target.value)} className={field} />
      </label>
      <Button type="submit" disabled={raise.isPending || text.trim() === ""}>
        Raise the query
      </Button>
      {raise.error ? (
        <Notice kind="refusal" live>
          {raise.error.message}
        </Notice>
      ) : null}
    </form>
  );
}

/** An item of the worklist in words: `visit/S1/wk8` is `visit wk8`. */
const itemWords = (item: string): string => {
  const [kind, , ...rest] = item.split("/");
  return [kind, ...rest].join(" ");
};
