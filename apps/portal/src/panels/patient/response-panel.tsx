import type { Patient } from "@nadir/api/read";
import { dayStyle } from "../../ui/day-style.ts";
import { Empty } from "../../ui/empty.tsx";
import { Panel } from "../../ui/panel.tsx";
import { provisionalWords } from "../reads/reading-in-force.ts";
import { ResponseTrace } from "./response-trace.tsx";

/** Every criterion side by side, visit by visit; each label opens the rules that made it. */
export function ResponsePanel({ patient }: { patient: Patient }) {
  const days = dayStyle(patient.trial.dates);
  const provisional = provisionalWords(patient);
  return (
    <Panel id="response" title="Response by each criterion" aside="computed; select a label for its reasons" flush>
      {provisional ? <p className="px-4 py-2 text-sm font-medium text-warn">{provisional}</p> : null}
      {patient.assessments.length === 0 ? (
        <Empty title="No response computed">
          {patient.sealed && patient.view === "statistician"
            ? "The responses of a sealed patient are withheld from statisticians."
            : "A response needs a baseline and one later visit with its measurements."}
        </Empty>
      ) : (
        <ResponseTrace
          assessments={patient.assessments.map(({ criterion, outcome }) => ({ criterion, outcome }))}
          primary={patient.trial.criteria.find((c) => c.primary)?.id ?? null}
          days={days}
        />
      )}
    </Panel>
  );
}
