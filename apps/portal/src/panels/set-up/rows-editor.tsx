"use client";

import { useId } from "react";
import { box } from "../../ui/box.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Scroll } from "../../ui/scroll.tsx";
import { FieldFault, faultProps } from "./field-fault.tsx";
import type { Row } from "./trial-draft.ts";

export interface EditedColumn {
  readonly name: string;
  readonly label: string;
  /** Width of the box, e.g. `w-24`. */
  readonly width: string;
  readonly choices?: readonly string[];
  /** Ticked or not. */
  readonly isTick?: true;
}

/** Rows of text boxes under their heads; a row can be taken out, another added. */
export function RowsEditor({
  label,
  what,
  columns,
  rows,
  faultsAt,
  onChange,
}: {
  label: string;
  /** One row in a word: `site`. */
  what: string;
  columns: readonly EditedColumn[];
  rows: readonly Row[];
  /** What is wrong with a cell, in sentences. */
  faultsAt: (row: number, column: string) => readonly string[];
  onChange: (rows: readonly Row[]) => void;
}) {
  const set = (at: number, name: string, value: string) =>
    onChange(rows.map((row, n) => (n === at ? { ...row, [name]: value } : row)));
  return (
    <div className="grid gap-2">
      {rows.length > 0 ? (
        <Scroll label={label}>
          <table className="sheet">
            <thead>
              <tr>
                {columns.map(({ name, label: head }) => (
                  <th key={name} scope="col">
                    {head}
                  </th>
                ))}
                <th scope="col">
                  <span className="sr-only">Take out</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows are edited in their places, and two may say the same
                <tr key={at} className="align-top">
                  {columns.map((column) => (
                    <td key={column.name}>
                      <Cell
                        column={column}
                        label={`${column.label}, ${what} ${at + 1}`}
                        value={row[column.name] ?? ""}
                        faults={faultsAt(at, column.name)}
                        onChange={(value) => set(at, column.name, value)}
                      />
                    </td>
                  ))}
                  <td>
                    <Button variant="quiet" onClick={() => onChange(rows.filter((_, n) => n !== at))}>
                      Take out
                      <span className="sr-only">
                        {" "}
                        {what} {at + 1}
                      </span>
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      <Button
        className="justify-self-start"
        onClick={() => onChange([...rows, Object.fromEntries(columns.map(({ name }) => [name, ""]))])}
      >
        + {what}
      </Button>
    </div>
  );
}

function Cell({
  column: { choices, isTick, width },
  label,
  value,
  faults,
  onChange,
}: {
  column: EditedColumn;
  label: string;
  value: string;
  faults: readonly string[];
  onChange: (value: string) => void;
}) {
  const id = useId();
  const common = { "aria-label": label, ...faultProps(id, faults) };
  const wrong = faults.length > 0 && "border-bad";
  const field = isTick ? (
    <input
      type="checkbox"
      {...common}
      className="size-4 accent-accent"
      checked={value !== ""}
      onChange={(event) => onChange(event.target.checked ? "yes" : "")}
    />
  ) : choices ? (
    <select
      {...common}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classNames(box, wrong)}
    >
      {["", ...choices].map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  ) : (
    <input
      {...common}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classNames(box, width, wrong)}
    />
  );
  return (
    <span className="grid justify-items-start gap-0.5">
      {field}
      <FieldFault id={id} faults={faults} />
    </span>
  );
}
