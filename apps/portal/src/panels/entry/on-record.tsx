"use client";

import type { EnteredRow, EntryForm } from "@nadir/api/entry";
import { FROM_MASK } from "@nadir/domain";
import { Button } from "../../ui/button.tsx";
import { TABLE_WORDS } from "./entry-fields.ts";
import { inReadingOrder, type RowSpeech, wordsOf } from "./row-words.ts";

const TAKEN_BACK: ReadonlySet<string> = new Set([
  "measurements",
  "nonTarget",
  "observations",
  "biomarkers",
  "treatments",
  "adverseEvents",
  "images",
]);

const NONE: ReadonlySet<string> = new Set();

/** What is on record of the patient, each row with the ways to change it. */
export function OnRecord({
  rows,
  columns,
  speech,
  inHand = NONE,
  onCorrect,
}: {
  rows: readonly EnteredRow[];
  columns: EntryForm["columns"];
  speech: RowSpeech;
  /** Rows that are being changed already. */
  inHand?: ReadonlySet<string>;
  /** Left out: it is read and nothing is changed. */
  onCorrect?: (row: EnteredRow, isRetracted: boolean) => void;
}) {
  const tables = [...new Set(rows.map(({ table }) => table))];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {tables.map((table) => {
        const own = inReadingOrder(table, rows);
        const wordsOfRow = (row: EnteredRow) => wordsOf(row, columns[table], rows, speech);
        return (
          <details key={table} open={own.length <= 12}>
            <summary className="py-1 text-sm font-semibold">
              {TABLE_WORDS[table].many} <span className="font-normal text-faint">({own.length})</span>
            </summary>
            <ul className="divide-y divide-line border-y border-line">
              {own.map((row) => (
                <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-1 text-sm">
                  <span className="min-w-0 grow wrap-anywhere">{wordsOfRow(row)}</span>
                  {row.signedIn ? (
                    <span className="text-xs text-faint">
                      in the signed read of {row.signedIn.reader} at {row.signedIn.visit}; the reader amends it
                    </span>
                  ) : onCorrect ? (
                    <Ways
                      row={row}
                      words={wordsOfRow(row)}
                      isInHand={inHand.has(row.id)}
                      onCorrect={(isRetracted) => onCorrect(row, isRetracted)}
                    />
                  ) : null}
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

/** How a row can be changed that no signed read holds. */
function Ways({
  row: { table, cells },
  words,
  isInHand,
  onCorrect,
}: {
  row: EnteredRow;
  words: string;
  isInHand: boolean;
  onCorrect: (isRetracted: boolean) => void;
}) {
  return (
    <>
      {cells["method"] === FROM_MASK ? (
        <span className="text-xs text-faint">computed from its mask</span>
      ) : (
        <Button variant="quiet" disabled={isInHand} aria-label={`Correct ${words}`} onClick={() => onCorrect(false)}>
          Correct
        </Button>
      )}
      {TAKEN_BACK.has(table) ? (
        <Button variant="quiet" disabled={isInHand} aria-label={`Take back ${words}`} onClick={() => onCorrect(true)}>
          Take back
        </Button>
      ) : null}
    </>
  );
}
