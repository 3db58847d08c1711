import type { ProtocolCard } from "@nadir/api/trial-validation";
import { Empty } from "../../ui/empty.tsx";
import { count } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { stateWords } from "../validation/state-names.ts";
import { VerdictMark } from "../validation/verdict-mark.tsx";

/** The validation protocols over these patients and how each divides them: counts, never names. */
export function ProtocolsPanel({ protocols, canWrite }: { protocols: readonly ProtocolCard[]; canWrite: boolean }) {
  return (
    <Panel
      id="protocols"
      title="Protocols on this trial"
      aside={
        <span className="flex flex-wrap gap-x-3">
          {canWrite ? (
            <Link href="/validation/new" className="underline underline-offset-2">
              New protocol
            </Link>
          ) : null}
          <Link href="/validation" className="underline underline-offset-2">
            Validation
          </Link>
        </span>
      }
      flush
    >
      {protocols.length === 0 ? (
        <Empty title="No protocol">
          None has been written on this trial, or your roles do not include reading protocols.
        </Empty>
      ) : (
        <Scroll label="Protocols on this trial">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Protocol</th>
                <th scope="col">State</th>
                <th scope="col">Patients by set</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              {protocols.map((p) => (
                <tr key={p.id}>
                  <th scope="row" className="whitespace-normal!">
                    <Link href={`/validation/${p.id}`} className="underline underline-offset-2">
                      {p.title}
                    </Link>
                    <span className="block text-xs font-normal text-faint">
                      {p.family}, version {p.version}
                    </span>
                  </th>
                  <td title={stateWords[p.state]}>{p.state}</td>
                  <td>
                    {p.sets.length === 0
                      ? "not divided yet"
                      : p.sets.map(({ set, subjects }) => `${set} ${count(subjects)}`).join(", ")}
                  </td>
                  <td>{p.verdict ? <VerdictMark verdict={p.verdict} /> : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}
