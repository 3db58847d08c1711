import type { PastePreview } from "@nadir/api/entry";
import { isoDay } from "@nadir/domain";
import { classNames } from "../../ui/class-names.ts";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";
import { Scroll } from "../../ui/scroll.tsx";

const SHOWN = 200;
const KINDS = {
  new: { word: "new", look: "text-good" },
  changed: { word: "changes", look: "text-warn" },
  unchanged: { word: "as on record", look: "text-faint" },
  retracted: { word: "taken back", look: "text-warn" },
  refused: { word: "fault", look: "text-bad" },
} as const;

/** The pasted rows as they were read, each fault in its cell. Rows with a fault come first, so that none is missed. */
export function PastePreviewTable({
  preview: { rows, outcome },
  dayColumns,
  days,
}: {
  preview: PastePreview;
  /** The columns that hold days, which are shown as the trial counts them. */
  dayColumns: readonly string[];
  days: DayStyle;
}) {
  const told = (name: string, value: unknown): string =>
    dayColumns.includes(name) && isoDay.safeParse(value).success ? dayText(String(value), days) : shown(value);
  const faultsOf = (at: number | undefined) => outcome.problems.filter(({ where }) => where?.row === at);
  const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const elsewhere = outcome.problems.filter(({ where }) => !rows.some(({ at }) => at === where?.row));
  const ordered = rows
    .map((row, n) => ({ row, fate: outcome.rows[n], faults: faultsOf(row.at) }))
    .sort((a, b) => Number(b.faults.length > 0) - Number(a.faults.length > 0));
  return (
    <div className="grid gap-2">
      {elsewhere.map(({ message }) => (
        <Notice key={message} kind="refusal" live>
          {message}
        </Notice>
      ))}
      {rows.length === 0 ? null : (
        <Scroll label="The pasted rows">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col" className="number">
                  Row
                </th>
                <th scope="col">It is</th>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {ordered.slice(0, SHOWN).map(({ row, fate, faults }) => {
                const kind = KINDS[faults.length > 0 ? "refused" : (fate?.kind ?? "refused")];
                return (
                  <tr key={row.at} className="align-top">
                    <th scope="row" className="number">
                      {row.at}
                    </th>
                    <td className={classNames("font-semibold", kind.look)}>
                      {kind.word}
                      {faults
                        .filter(({ where }) => where?.column === undefined || !columns.includes(where.column))
                        .map(({ message }) => (
                          <span key={message} className="block min-w-48 whitespace-normal text-xs font-normal">
                            {message.replace(/^[^:]*: /, "")}
                          </span>
                        ))}
                    </td>
                    {columns.map((name) => {
                      const fault = faults.find(({ where }) => where?.column === name);
                      const was = fate?.fields.find(({ field }) => field === name);
                      return (
                        <td key={name} className={fault ? "bg-bad-soft" : undefined}>
                          {told(name, row.cells[name] ?? "")}
                          {was ? <s className="block text-xs text-faint">{told(name, was.from)}</s> : null}
                          {fault ? (
                            <span className="block min-w-48 whitespace-normal text-xs text-bad">
                              {fault.message.replace(/^[^:]*, column [^:]*: /, "")}
                            </span>
                          ) : null}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      )}
      {rows.length > SHOWN ? (
        <p className="text-sm text-soft">
          The first {SHOWN} of {rows.length} rows are shown.
        </p>
      ) : null}
    </div>
  );
}

const shown = (value: unknown): string =>
  value === null || value === undefined ? "empty" : Array.isArray(value) ? value.join("|") : String(value);
