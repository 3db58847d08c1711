import { count } from "../../ui/figures.ts";
import { Scroll } from "../../ui/scroll.tsx";
import type { ImportOutcome } from "./import-outcome.ts";

export function CountsTable({ counts }: { counts: ImportOutcome["counts"] }) {
  return (
    <Scroll label="Rows by table">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col" className="number">
              New
            </th>
            <th scope="col" className="number">
              Changed
            </th>
            <th scope="col" className="number">
              Unchanged
            </th>
            <th scope="col" className="number">
              Not in these files, kept
            </th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(counts).map(([table, c]) => (
            <tr key={table}>
              <th scope="row">{table.replaceAll("_", " ")}</th>
              <td className="number computed">{count(c.new)}</td>
              <td className="number computed">{count(c.changed)}</td>
              <td className="number">{count(c.unchanged)}</td>
              <td className="number">{count(c.notInImport)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
