import type { FilterEntry } from "@nadir/features";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** The filters whose response maps features can be taken of. */
export function FilterTable({ filters }: { filters: readonly FilterEntry[] }) {
  return (
    <Panel
      id="filters"
      title="Filters"
      note="Named by a configuration's `filter`; features are then those of the response map. Boundary (zero, constant, periodize, mirror) and slice by slice belong to all."
      flush
    >
      <Scroll label="Filters">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Settings</th>
              <th scope="col">Response</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          <tbody>
            {filters.map(({ kind, settings, definition, source }) => (
              <tr key={kind}>
                <th scope="row">
                  <code className="font-mono text-xs">{kind}</code>
                </th>
                <td className="min-w-48 whitespace-normal!">{settings}</td>
                <td className="min-w-64 whitespace-normal!">{definition}</td>
                <td className="min-w-40 whitespace-normal! text-faint">{source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
