import type { ProtocolDetail } from "@nadir/api/trial-validation";
import type { ReactNode } from "react";
import { count, howOften } from "../../ui/figures.ts";
import { Hash } from "../../ui/hash.tsx";
import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** Who signed which text, meaning what. */
export function SignaturesPanel({ protocol }: { protocol: ProtocolDetail }) {
  return (
    <Panel title="Signatures" flush>
      {protocol.signatures.length === 0 ? (
        <p className="p-4 text-sm text-faint">Not signed yet. Locking needs two persons.</p>
      ) : (
        <Scroll label="Signatures">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">Role</th>
                <th scope="col">Meaning</th>
                <th scope="col">Signed</th>
                <th scope="col">Text</th>
              </tr>
            </thead>
            <tbody>
              {protocol.signatures.map((s) => (
                <tr key={`${s.person} ${s.meaning} ${s.at.toISOString()}`}>
                  <th scope="row">{s.person}</th>
                  <td>{s.role}</td>
                  <td>{s.meaning}</td>
                  <td>
                    <Moment at={s.at} />
                  </td>
                  <td>
                    <Hash value={s.documentHash} /> {s.current ? "✓ as it stands" : "△ of an earlier text"}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

/** Every attempt to reach the sealed outcomes, the refused ones too; what else was refused (an edit, a signature) is no such attempt. */
export function OpeningsPanel({ protocol }: { protocol: ProtocolDetail }) {
  const refused = protocol.log.filter((line) => line.action === "opening-refused");
  return (
    <Panel
      id="openings"
      title="Openings of the test set"
      aside={`${howOften("opened", protocol.openings.length)}, ${howOften("refused", refused.length)}`}
      flush
    >
      {protocol.openings.length + refused.length === 0 ? (
        <p className="p-4 text-sm text-faint">
          The outcomes of the test set are sealed; nobody has tried to open them.
        </p>
      ) : (
        <ul className="divide-y divide-line text-sm">
          {protocol.openings.map((o) => (
            <li key={`opening ${o.reuse}`} className="grid gap-x-4 px-4 py-2.5 md:grid-cols-[9rem_10rem_1fr]">
              <p className="font-semibold text-good">✓ opened</p>
              <p>
                <Moment at={o.at} />
              </p>
              <p>
                by {o.by}
                {o.ofThisProtocol ? "" : ", under another protocol"}; opening {o.reuse} of this test set, text{" "}
                <Hash value={o.protocolHash} />
              </p>
            </li>
          ))}
          {refused.map((line) => (
            <li key={line.hash} className="grid gap-x-4 px-4 py-2.5 md:grid-cols-[9rem_10rem_1fr]">
              <p className="font-semibold text-bad">× {line.action.replace("-", " ")}</p>
              <p>
                <Moment at={line.at} />
              </p>
              <p>
                by {line.actor}: {line.refused?.message}{" "}
                <code className="font-mono text-xs text-faint">{line.refused?.codes.join(", ")}</code>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The hashes by which anyone can check that nothing was changed afterwards. */
export function HashesPanel({ protocol }: { protocol: ProtocolDetail }) {
  const { predictions } = protocol;
  const rows: { name: string; value: ReactNode }[] = [
    { name: "Protocol, canonical text", value: <FullHash value={protocol.documentHash} /> },
    { name: "Predictions", value: <FullHash value={protocol.predictionsHash} /> },
    ...protocol.artefacts.map((a) => ({
      name: a.kind.startsWith("imported")
        ? `Frozen elsewhere, attested: ${a.kind}`
        : `Fitted: ${a.kind}, on ${a.subjects} subjects`,
      value: <FullHash value={a.outputHash} />,
    })),
    ...(protocol.report
      ? [
          { name: "Result", value: <FullHash value={protocol.report.resultHash} /> },
          { name: "Report, HTML", value: <FullHash value={protocol.report.htmlHash} /> },
          { name: "Report, PDF", value: <FullHash value={protocol.report.pdfHash} /> },
        ]
      : []),
    { name: "Split", value: protocol.sets.map((s) => `${s.set} ${count(s.subjects)}`).join(", ") || "not frozen yet" },
    {
      name: "Predictions by count",
      value: `${count(predictions.computed)} computed${predictions.notComputable
        .map((n) => `, ${count(n.subjects)} not computable (${n.reason})`)
        .join("")}`,
    },
  ];
  return (
    <Panel title="Hashes and counts" aside="SHA-256" flush>
      <Scroll label="Hashes">
        <table className="sheet">
          <tbody>
            {rows.map(({ name, value }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

const FullHash = ({ value }: { value: string | null }) =>
  value ? <code className="font-mono text-xs">{value}</code> : <span className="text-faint">not yet</span>;
