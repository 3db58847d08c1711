import type { ProtocolDetail } from "@nadir/api/trial-validation";
import type { AppRouter } from "@nadir/api/trpc";
import type { inferRouterOutputs } from "@trpc/server";
import { buttonLook } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ParticipantsLine } from "./participants-line.tsx";
import { VerdictMark } from "./verdict-mark.tsx";

export type ReportSummary = inferRouterOutputs<AppRouter>["protocols"]["report"];

const figure = (value: number | null) => (value === null ? "not estimable" : value.toFixed(2));

/** What came of it, and the report itself: the filed paper, not a second rendering of it. */
export function ReportPanel({ protocol, summary }: { protocol: ProtocolDetail; summary: ReportSummary | null }) {
  const address = (form: string) => `/api/reports/${protocol.id}/${form}`;
  if (!summary || !protocol.report)
    return (
      <Panel id="report" title="Report">
        <Empty title={protocol.report ? "The report is not for your role" : "No report yet"}>
          {protocol.report
            ? "Your role in this trial does not include reading reports."
            : "It is filed when the outcomes have been opened and the plan has been executed."}
        </Empty>
      </Panel>
    );
  const { auc } = summary;
  return (
    <Panel
      id="report"
      title="Report"
      aside={
        <span className="flex flex-wrap gap-2">
          <a href={address("html")} target="_blank" rel="noreferrer" className={buttonLook("plain")}>
            Open alone
          </a>
          <a href={address("pdf")} download className={buttonLook("plain")}>
            PDF
          </a>
          <a href={`${address("html")}?download`} download className={buttonLook("plain")}>
            HTML
          </a>
          <a href={address("docx")} download className={buttonLook("plain")}>
            Word
          </a>
          <a href={address("csv")} download className={buttonLook("plain")}>
            Tables as CSV
          </a>
          <a href={address("json")} download className={buttonLook("plain")}>
            Result as JSON
          </a>
        </span>
      }
      flush
    >
      <div className="grid gap-2 border-b border-line px-4 py-3 text-sm">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <VerdictMark verdict={summary.verdict} />
          <span>
            {summary.measure} <strong className="text-lg font-semibold">{figure(auc.value)}</strong>
            {auc.lower !== null && auc.upper !== null
              ? ` (${Math.round((auc.level ?? 0.95) * 100)} % interval ${figure(auc.lower)} to ${figure(auc.upper)})`
              : " (no interval)"}
            , {summary.events} with and {summary.nonEvents} without the outcome in the test set
          </span>
        </p>
        <p>{summary.sentence}</p>
        <p className="text-soft">{summary.claim.sentence}</p>
        <ParticipantsLine protocol={protocol} />
      </div>
      <iframe
        src={address("html")}
        title={`Validation report, ${protocol.document.identity.title}`}
        sandbox="allow-same-origin"
        className="h-[80vh] w-full bg-[#ffffff]"
      />
    </Panel>
  );
}
