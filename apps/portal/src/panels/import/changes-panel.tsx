import { count } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import type { ImportOutcome } from "./import-outcome.ts";

const SHOWN = 200;
const marks = { new: "+ new", changed: "± changed", "not-in-import": "· not in these files" } as const;
const order = { changed: 0, "not-in-import": 1, new: 2 } as const;

const shown = (value: unknown): string =>
  value === undefined ? "nothing" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** The table and the row; the table once, where the row's own words begin with it. */
function Row({ table, what }: { table: string; what: string }) {
  return (
    <>
      <span className="text-faint">{table}</span> {what.startsWith(`${table} `) ? what.slice(table.length + 1) : what}
    </>
  );
}

/** Each change in words; corrections first, with the old and the new value. */
export function ChangesPanel({ changes }: { changes: ImportOutcome["changes"] }) {
  if (changes.length === 0) return null;
  const sorted = [...changes].sort((a, b) => order[a.kind] - order[b.kind]);
  return (
    <Panel
      title="Changes, row by row"
      aside={`${count(changes.length)} ${changes.length === 1 ? "row" : "rows"}`}
      flush
    >
      <ul className="scroll-list max-h-[28rem] divide-y divide-line overflow-y-auto text-sm">
        {sorted.slice(0, SHOWN).map((change) => (
          <li key={`${change.table} ${change.what}`} className="px-4 py-1.5">
            <span className="font-semibold">{marks[change.kind]}</span>{" "}
            <Row table={change.table.replaceAll("_", " ")} what={change.what} />
            {change.fields?.map((f) => (
              <span key={f.field} className="block pl-4">
                {f.field}: <del className="text-faint">{shown(f.from)}</del> →{" "}
                <ins className="no-underline">{shown(f.to)}</ins>
              </span>
            ))}
          </li>
        ))}
        {sorted.length > SHOWN ? (
          <li className="px-4 py-2 text-faint">
            and {count(sorted.length - SHOWN)} more; <code className="font-mono text-xs">nadir import --dry-run</code>{" "}
            lists them all.
          </li>
        ) : null}
      </ul>
    </Panel>
  );
}
