"use client";

import type { EnteredRow, EntryTable } from "@nadir/api/entry";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import { useProcedures } from "../../shell/procedures.tsx";
import { Button } from "../../ui/button.tsx";
import { dayStyle } from "../../ui/day-style.ts";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ChangedMeanwhile } from "./changed-meanwhile.tsx";
import { type Draft, type DraftRow, draftPlace, type FormOfEntry, newDraft, storeDraft, storedDraft } from "./draft.ts";
import { TABLE_WORDS } from "./entry-fields.ts";
import { EntryResult } from "./entry-result.tsx";
import { OnRecord } from "./on-record.tsx";
import { RowFields } from "./row-fields.tsx";
import { inReadingOrder, wordsOf } from "./row-words.ts";

const ADDABLE = [
  "visits",
  "lesions",
  "measurements",
  "nonTarget",
  "observations",
  "treatments",
  "adverseEvents",
  "biomarkers",
] as const satisfies readonly EntryTable[];

/** Rows entered by hand: typed, kept in the tab, sent together, recorded all or not at all. */
export function EntryBoard({
  form,
  subject,
  person,
  visit,
}: {
  form: FormOfEntry;
  /** The patient whose rows they are; null enrols a new one. */
  subject: string | null;
  person: string;
  /** A planned visit to begin with. */
  visit?: string | undefined;
}) {
  const place = draftPlace(person, form.trial.key, subject);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [isRestored, setIsRestored] = useState(false);
  /** The block that was asked for last, from the list of what is on record. */
  const [called, setCalled] = useState<string | null>(null);
  const router = useRouter();
  const record = useMutation(useProcedures().entry.record.mutationOptions());

  useEffect(() => {
    const stored = storedDraft(place);
    setIsRestored(stored !== null);
    setDraft(stored ?? begin(subject, visit));
  }, [place, subject, visit]);
  const change = (next: Draft) => {
    setDraft(next);
    storeDraft(place, next);
    if (record.isError || record.isSuccess) record.reset();
  };
  const choices = useMemo(() => choicesOf(form, draft), [form, draft]);
  if (!draft) return null;

  const owner = subject ?? draft.rows.find(({ table }) => table === "subjects")?.cells["key"]?.trim() ?? "";
  const problems = record.data?.problems ?? [];
  const isCorrection = draft.rows.some(({ of }) => of !== undefined);
  const add = (table: EntryTable) =>
    change({ ...draft, rows: [...draft.rows, { id: crypto.randomUUID(), table, cells: startOf(table, form, draft) }] });
  const correct = ({ table, id, version, cells }: EnteredRow, isRetracted: boolean) => {
    const block = crypto.randomUUID();
    setCalled(block);
    change({ ...draft, rows: [...draft.rows, { id: block, table, cells, of: { id, version }, isRetracted }] });
  };
  const speech = { readers: form.readers, days: dayStyle(form.trial.dates) };
  /** Which row on record a block is about: as it stands there, not as it is being typed. */
  const wordsOfBlock = ({ table, cells, of }: DraftRow): string =>
    of
      ? wordsOf(
          form.rows?.find(({ id }) => id === of.id) ?? { table, cells },
          form.columns[table],
          form.rows ?? [],
          speech,
        )
      : "";
  const send = () =>
    record.mutate(
      {
        entry: draft.entry,
        trial: form.trial.key,
        rows: draft.rows.map(({ table, cells, of, isRetracted = false }) => ({
          table,
          cells: table === "subjects" ? cells : { ...cells, subject: owner },
          isRetracted,
          ...(of ? { of } : {}),
        })),
        ...(draft.reason.trim() === "" ? {} : { reason: draft.reason }),
      },
      {
        onSuccess: (outcome) => {
          if (!outcome.isRecorded) {
            // What stands there now is shown beside what was typed.
            if (outcome.problems.some(({ code }) => code === "STALE")) router.refresh();
            return;
          }
          storeDraft(place, { ...draft, rows: [] });
          setDraft(newDraft());
          setIsRestored(false);
          if (subject === null) router.push(`/trials/${form.trial.key}/enter?subject=${encodeURIComponent(owner)}`);
          router.refresh();
        },
      },
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Panel
        id="entry"
        title={subject === null ? "Enrol a patient" : "Enter"}
        note="Everything below is recorded together, or not at all."
      >
        <form
          className="grid gap-3"
          aria-label="Entry"
          onSubmit={(event) => {
            event.preventDefault();
            if (!record.isPending) send();
          }}
        >
          {isRestored ? (
            <Notice title="What you had typed in this tab is here again.">It is not recorded yet.</Notice>
          ) : null}
          {draft.rows.map((row, at) => (
            <RowFields
              key={row.id}
              row={row}
              form={form}
              choices={choices}
              faults={problems.filter(({ where }) => where?.row === at + 1)}
              words={wordsOfBlock(row)}
              isCalled={row.id === called}
              notice={
                <ChangedMeanwhile
                  row={row}
                  rows={form.rows ?? []}
                  columns={form.columns}
                  speech={speech}
                  onSettle={(settled) => change(withRow(draft, settled))}
                />
              }
              onChange={(cells) => change(withRow(draft, { ...row, cells }))}
              onRemove={() => change({ ...draft, rows: draft.rows.filter(({ id }) => id !== row.id) })}
            />
          ))}
          <div className="flex flex-wrap gap-1.5">
            {ADDABLE.map((table) => (
              <Button key={table} onClick={() => add(table)}>
                + {TABLE_WORDS[table].one}
              </Button>
            ))}
          </div>
          {isCorrection ? (
            <label className="grid max-w-xl gap-0.5 text-xs text-faint">
              Why what is on record is changed
              <input
                value={draft.reason}
                onChange={(event) => change({ ...draft, reason: event.target.value })}
                className="w-full rounded-md border border-line-strong bg-surface px-2 py-1 text-sm text-ink"
              />
            </label>
          ) : null}
          <EntryResult
            problems={problems.filter(({ where }) => where?.row === undefined || where.row === 0)}
            warnings={record.data?.warnings ?? []}
            outcome={record.data}
            error={record.error}
          />
          <div>
            <Button type="submit" variant="primary" disabled={record.isPending || draft.rows.length === 0}>
              {record.isPending ? "Recording" : "Record"}
            </Button>
          </div>
        </form>
      </Panel>
      {form.rows ? (
        <Panel
          id="on-record"
          title="On record"
          note="A correction keeps what was there as a former version, with its reason."
        >
          <OnRecord
            rows={form.rows}
            columns={form.columns}
            speech={speech}
            inHand={new Set(draft.rows.flatMap(({ of }) => (of ? [of.id] : [])))}
            onCorrect={correct}
          />
        </Panel>
      ) : null}
    </div>
  );
}

function begin(subject: string | null, visit: string | undefined): Draft {
  const draft = newDraft();
  const row = (table: EntryTable, cells: DraftRow["cells"] = {}): DraftRow => ({
    id: crypto.randomUUID(),
    table,
    cells,
  });
  if (subject === null) return { ...draft, rows: [row("subjects")] };
  return visit === undefined ? draft : { ...draft, rows: [row("visits", { id: visit, role: "follow-up" })] };
}

const withRow = (draft: Draft, row: DraftRow): Draft => ({
  ...draft,
  rows: draft.rows.map((other) => (other.id === row.id ? row : other)),
});

/** A new row begins with what the rows before it have said already. */
function startOf(table: EntryTable, form: FormOfEntry, { rows }: Draft): DraftRow["cells"] {
  const visit = rows.findLast((row) => row.table === "visits")?.cells;
  if (table === "measurements" || table === "nonTarget")
    return { reader: form.reader, ...(visit?.["id"] ? { visit: visit["id"] } : {}) };
  if (table === "observations" && visit?.["date"]) return { date: visit["date"] };
  return {};
}

/** The keys that can be named: on record, planned, and typed in this entry. */
function choicesOf(form: FormOfEntry, draft: Draft | null): Record<string, readonly string[]> {
  const keys = (table: EntryTable) => [
    ...inReadingOrder(table, form.rows ?? []).map(({ cells }) => cells["id"] ?? ""),
    ...(draft?.rows ?? []).filter((row) => row.table === table && !row.of).map(({ cells }) => cells["id"] ?? ""),
  ];
  const distinct = (list: readonly string[]) => [...new Set(list.filter((text) => text !== ""))];
  return {
    site: form.sites,
    arm: form.arms,
    visit: distinct(keys("visits")),
    lesion: distinct(keys("lesions")),
    confirmedAt: distinct(keys("visits")),
    injectedFrom: distinct(keys("visits")),
    code: ["LDH", "CRP", "NLR", "ALB", "HGB", "LYM", "NEUT", "PLT"],
  };
}
