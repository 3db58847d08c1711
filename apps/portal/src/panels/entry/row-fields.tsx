"use client";

import type { EntryForm } from "@nadir/api/entry";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { DayField } from "./day-field.tsx";
import type { DraftRow } from "./draft.ts";
import { fieldLabel, fieldsOf, TABLE_WORDS } from "./entry-fields.ts";
import type { StudyDays } from "./study-days.ts";

type Column = EntryForm["columns"][DraftRow["table"]][number];
interface Fault {
  readonly message: string;
  readonly where?: { readonly column?: string | undefined } | undefined;
}

const field = "w-full min-w-0 rounded-md border bg-surface px-2 py-1 text-sm text-ink";

/** One row of a table as fields, each fault beside the field that it is about. */
export function RowFields({
  row,
  form,
  choices,
  faults,
  onChange,
  onRemove,
  notice,
  words = "",
  isCalled = false,
}: {
  row: DraftRow;
  form: Pick<EntryForm, "columns" | "trial">;
  /** What can stand in the cells that name something else of the patient. */
  choices: Readonly<Record<string, readonly string[]>>;
  faults: readonly Fault[];
  onChange: (cells: DraftRow["cells"]) => void;
  /** Left out: the row is the form's only one. */
  onRemove?: () => void;
  /** What is to be known before the row is sent. */
  notice?: ReactNode;
  /** Of a row on record: which it is, in one line. */
  words?: string;
  /** It was asked for just now, from elsewhere on the page: it comes into view and takes the focus. */
  isCalled?: boolean;
}) {
  const block = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (!isCalled) return;
    block.current?.focus({ preventScroll: true });
    block.current?.scrollIntoView({ block: "nearest" });
  }, [isCalled]);
  const { first, more } = fieldsOf(form.columns[row.table], row.table);
  const { dates } = form.trial;
  const days = dates.kind === "offset" ? dates : null;
  const set = (name: string, text: string) => onChange({ ...row.cells, [name]: text });
  const title = `${TABLE_WORDS[row.table].one}${row.of ? (row.isRetracted ? ", to be taken back" : ", correction") : ""}${words === "" ? "" : `: ${words}`}`;
  const render = (column: Column) => (
    <Field
      key={column.name}
      column={column}
      row={row}
      days={days}
      choices={choices[column.name] ?? column.choices}
      fault={faults.find(({ where }) => where?.column === column.name)?.message}
      onChange={(text) => set(column.name, text)}
    />
  );
  const hasFaultInMore = more.some(({ name }) => faults.some(({ where }) => where?.column === name));
  const [isMoreOpen, setMoreOpen] = useState(false);
  // It stays open when the fault is gone: that is while somebody types into it.
  useEffect(() => {
    if (hasFaultInMore) setMoreOpen(true);
  }, [hasFaultInMore]);
  const whole = faults.filter(({ where }) => where?.column === undefined);
  return (
    <fieldset ref={block} tabIndex={-1} className="grid min-w-0 gap-2 rounded-md border border-line p-3">
      <legend className="px-1 text-sm font-semibold wrap-anywhere">{title}</legend>
      {notice}
      {row.isRetracted ? (
        <p className="text-sm text-soft">It ends without a successor and stays readable as what it was.</p>
      ) : (
        <>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-x-3 gap-y-2">
            {first.map(render)}
          </div>
          {more.length > 0 ? (
            <details open={isMoreOpen} onToggle={(event) => setMoreOpen(event.currentTarget.open)}>
              <summary className="text-sm text-soft underline underline-offset-2">More</summary>
              <div className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-x-3 gap-y-2">
                {more.map(render)}
              </div>
            </details>
          ) : null}
        </>
      )}
      {whole.map(({ message }) => (
        <p key={message} className="text-sm text-bad">
          {message}
        </p>
      ))}
      {onRemove ? (
        <div>
          <Button variant="quiet" onClick={onRemove}>
            Leave this out
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}

function Field({
  column: { name, kind, required },
  row,
  days,
  choices,
  fault,
  onChange,
}: {
  column: Column;
  row: DraftRow;
  /** How the trial counts its days; null where they are dates. */
  days: StudyDays | null;
  choices: readonly string[];
  fault: string | undefined;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const value = row.cells[name] ?? "";
  const isVisitOfScan = row.table === "images" && name === "visit";
  const isClosed = kind === "choice" || kind === "boolean" || name === "site" || name === "arm" || isVisitOfScan;
  const options = kind === "boolean" ? ["yes", "no"] : choices;
  const common = {
    id,
    value,
    "aria-invalid": fault ? true : undefined,
    "aria-describedby": fault ? `${id}-fault` : undefined,
    className: `${field} ${fault ? "border-bad" : "border-line-strong"}`,
  };
  return (
    <div className="grid content-start gap-0.5">
      <label htmlFor={id} className="text-xs text-faint">
        {fieldLabel(name, row.table)}
        {required ? <span aria-hidden="true"> *</span> : null}
      </label>
      {isClosed ? (
        <select {...common} required={required} onChange={(event) => onChange(event.target.value)}>
          <option value="">{required ? "choose" : ""}</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      ) : kind === "day" ? (
        <DayField
          {...common}
          days={days}
          label={fieldLabel(name, row.table)}
          isTold={fault !== undefined}
          onText={onChange}
        />
      ) : (
        <>
          <input
            {...common}
            type="text"
            inputMode={kind === "number" ? "decimal" : undefined}
            list={choices.length > 0 ? `${id}-list` : undefined}
            autoComplete="off"
            onChange={(event) => onChange(event.target.value)}
          />
          {choices.length > 0 ? (
            <datalist id={`${id}-list`}>
              {choices.map((choice) => (
                <option key={choice} value={choice} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
      {fault ? (
        <p id={`${id}-fault`} className="text-xs text-bad">
          {fault.replace(/^[^:]*, column [^:]*: /, "")}
        </p>
      ) : null}
    </div>
  );
}
