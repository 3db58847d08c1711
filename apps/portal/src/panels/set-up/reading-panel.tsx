import type { PlanOfTrial } from "@nadir/api/set-up";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { charterSentence } from "../reads/read-words.ts";

/** How the trial's scans are read; changed on the page of the reads. */
export const ReadingPanel = ({
  trial,
  charter,
  mayAmend,
}: {
  trial: string;
  charter: PlanOfTrial["charter"];
  mayAmend: boolean;
}) => (
  <Panel
    id="reading"
    title="Reading"
    aside={charter ? `charter in force, version ${charter.number}` : "reading is not open"}
  >
    <p className="max-w-[90ch] text-sm">
      {charter ? charterSentence(charter) : "No scan is read in this trial yet."}
      {charter?.dates === "hidden" ? " Readers are not told the days of the scans." : ""}
      {charter?.firstIsSenior ? " The first reader of each patient is a senior one." : ""}{" "}
      <Link href={`/trials/${trial}/reads#charter`} className="underline underline-offset-2">
        {mayAmend ? (charter ? "Change how scans are read" : "Open reading") : "Go to the reads"}
      </Link>
    </p>
  </Panel>
);
