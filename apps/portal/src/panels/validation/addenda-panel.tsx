import type { AddendumLine, ProtocolDetail } from "@nadir/api/trial-validation";
import { Hash } from "../../ui/hash.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { AddAddendum } from "./add-addendum.tsx";

const titles = { "post hoc": "Post hoc analyses", erratum: "Erratum" } as const;

/** What was filed beside the report after it: never part of it, each with its number. */
export function AddendaPanel({ protocol, addenda }: { protocol: ProtocolDetail; addenda: readonly AddendumLine[] }) {
  return (
    <Panel id="addenda" title="Added after the report" aside="the report itself stays as it was filed" flush>
      {addenda.length === 0 ? (
        <p className="p-4 text-sm text-faint">Nothing was added: no analysis beyond the plan, no correction.</p>
      ) : (
        <ul className="divide-y divide-line text-sm">
          {addenda.map((a) => (
            <li key={a.number} className="grid gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[12rem_10rem_1fr]">
              <p className="font-semibold">
                {a.number}. {titles[a.kind]}
              </p>
              <p>
                <Moment at={a.at} />
              </p>
              <div className="grid gap-1">
                <p>
                  {a.about.join("; ")}. {a.reason}
                </p>
                <p className="text-soft">
                  <a
                    href={`/api/reports/${protocol.id}/addendum-${a.number}`}
                    target="_blank"
                    rel="noreferrer"
                    className="underline"
                  >
                    Open addendum {a.number}
                  </a>
                  , <Hash value={a.documentHash} />
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {protocol.state === "reported" && protocol.may.open ? <AddAddendum protocolId={protocol.id} /> : null}
    </Panel>
  );
}
