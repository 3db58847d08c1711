import type { Metadata } from "next";
import { OpeningsHistory } from "../../../panels/validation/openings-history.tsx";
import { VerdictMark } from "../../../panels/validation/verdict-mark.tsx";
import { attempt } from "../../../server/attempt.ts";
import { caller, me } from "../../../server/request-context.ts";
import { buttonLook } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import Link from "../../../ui/link.tsx";
import { Moment } from "../../../ui/moment.tsx";
import { PageHead } from "../../../ui/page-head.tsx";
import { Panel } from "../../../ui/panel.tsx";
import { RefusedPage } from "../../../ui/refused-page.tsx";
import { Scroll } from "../../../ui/scroll.tsx";

export const metadata: Metadata = { title: "Validation" };

export default async function ValidationPage() {
  const { protocols: asks } = await caller();
  const asked = await attempt(Promise.all([asks.list({}), asks.openings()]));
  if ("problems" in asked) return <RefusedPage what="Validation" problems={asked.problems} />;
  const [protocols, openings] = asked.value;
  const canWrite = (await me()).permissions.includes("write-protocol");
  return (
    <div className="grid gap-5">
      <PageHead
        title="Validation"
        lead="A protocol is written first, locked by two signatures, and its test set opened once. Nothing here is believed before that."
        actions={
          <span className="flex flex-wrap gap-2">
            <Link href="/validation/sample-size" className={buttonLook("plain")}>
              Sample size
            </Link>
            <Link href="/validation/register" className={buttonLook("plain")}>
              Data sets and trials
            </Link>
          </span>
        }
      />
      {canWrite ? (
        <Link href="/validation/new" className={buttonLook("primary", "justify-self-start")}>
          New protocol
        </Link>
      ) : null}
      <Panel title="Protocols" flush>
        {protocols.length === 0 ? (
          <Empty title="No protocols">
            A statistician writes one for a trial; it then stands here from draft to report. You see those of trials in
            which you may read reports or write protocols.
          </Empty>
        ) : (
          <Scroll label="Protocols">
            <table className="sheet">
              <thead>
                <tr>
                  <th scope="col">Protocol</th>
                  <th scope="col">Trial</th>
                  <th scope="col">State</th>
                  <th scope="col">Locked</th>
                  <th scope="col">Opened</th>
                  <th scope="col">Result</th>
                </tr>
              </thead>
              <tbody>
                {protocols.map((p) => (
                  <tr key={p.id}>
                    <th scope="row" className="min-w-64 whitespace-normal!">
                      <Link
                        href={`/validation/${p.id}`}
                        className="text-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
                      >
                        {p.title}
                      </Link>{" "}
                      <span className="font-normal text-faint">version {p.version}</span>
                      <code className="block font-mono text-xs font-normal text-faint">{p.family}</code>
                    </th>
                    <td>{p.trialTitle}</td>
                    <td>{p.state}</td>
                    <td>
                      <Moment at={p.lockedAt} />
                    </td>
                    <td>
                      <Moment at={p.openedAt} />
                    </td>
                    <td>{p.verdict ? <VerdictMark verdict={p.verdict} /> : null}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Panel>
      <OpeningsHistory lines={openings} />
    </div>
  );
}
