import type { AuditPage } from "@nadir/api/read";
import { count } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import Link from "../../ui/link.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Scroll } from "../../ui/scroll.tsx";

export function AuditTable({ events }: { events: AuditPage["rows"] }) {
  return (
    <Scroll label="Events">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col" className="number">
              No
            </th>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Trial</th>
            <th scope="col">Hash</th>
          </tr>
        </thead>
        <tbody>
          {events.map((e) => (
            <tr key={e.seq}>
              <th scope="row" className="number">
                {count(e.seq)}
              </th>
              <td>
                <Moment at={e.at} />
              </td>
              <td title={e.actor}>{e.actorName ?? e.actor}</td>
              <td className="min-w-72 wrap-anywhere">
                <Act event={e} />
                <details className="text-xs text-faint">
                  <summary className="inline-block underline underline-offset-2">As logged</summary>
                  <p className="font-mono">
                    {e.action} {e.object}
                  </p>
                  <code className="block max-w-[60ch] break-all font-mono">{e.payload}</code>
                  {e.payload.length < e.payloadLength ? (
                    <p>
                      The first {count(e.payload.length)} characters of {count(e.payloadLength)}; the file of this log
                      has it whole.
                    </p>
                  ) : null}
                </details>
              </td>
              <td>
                {e.trial ? (
                  <Link href={`/trials/${encodeURIComponent(e.trial)}`} className="underline underline-offset-2">
                    {e.trial}
                  </Link>
                ) : null}
              </td>
              <td>
                <Hash value={e.hash} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** What was done, with the way to whom it was done. */
function Act({ event: { words, patients, hasMorePatients, trial } }: { event: AuditPage["rows"][number] }) {
  return (
    <p>
      {words}
      {patients.length === 0 ? "" : patients.length === 1 && !hasMorePatients ? ", patient " : ", patients "}
      {patients.map((key, n) => (
        <span key={key}>
          {n > 0 ? ", " : ""}
          {trial ? (
            <Link
              href={`/trials/${encodeURIComponent(trial)}/patients/${encodeURIComponent(key)}`}
              className="underline underline-offset-2"
            >
              {key}
            </Link>
          ) : (
            key
          )}
        </span>
      ))}
      {hasMorePatients ? " and others" : ""}
    </p>
  );
}
