import type { EnteredRow, EntryForm } from "@nadir/api/entry";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { DraftRow } from "./draft.ts";
import { type RowSpeech, wordsOf } from "./row-words.ts";

/** Under a correction of a row that somebody changed since: what stands there now, and which of the two is to stand. */
export function ChangedMeanwhile({
  row,
  rows,
  columns,
  speech,
  onSettle,
}: {
  row: DraftRow;
  /** What is on record of the patient now. */
  rows: readonly EnteredRow[];
  columns: EntryForm["columns"];
  speech: RowSpeech;
  onSettle: (row: DraftRow) => void;
}) {
  if (!row.of) return null;
  const { id, version } = row.of;
  const live = rows.find((one) => one.id === id);
  if (live?.version === version) return null;
  if (!live)
    return (
      <Notice kind="warning" title="No longer on record">
        Somebody took it back since you began; leave it out.
      </Notice>
    );
  const asOf = { id, version: live.version };
  return (
    <Notice kind="warning" title="Changed meanwhile">
      <p>On record now: {wordsOf(live, columns[row.table], rows, speech)}</p>
      <p className="mt-2 flex flex-wrap gap-2">
        <Button onClick={() => onSettle({ ...row, of: asOf })}>Keep what is typed here</Button>
        <Button onClick={() => onSettle({ ...row, of: asOf, cells: live.cells })}>Begin from what is on record</Button>
      </p>
    </Notice>
  );
}
