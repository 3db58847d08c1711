import { cache } from "react";
import { caller } from "../../server/request-context.ts";
import { count } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";

/** Asked once a request, by whatever part of the page. */
const simulatedVisits = cache(
  async (trial: string): Promise<number> => (await (await caller()).trials.simulated({ trial })).visits,
);

/** Whether follow-ups of the trial were made by the generator: what leaves the page must say so too. */
export const isSimulatedTrial = async (trial: string): Promise<boolean> => (await simulatedVisits(trial)) > 0;

/** Above whatever is counted over a trial whose follow-ups no patient had; nothing elsewhere. */
export async function SimulatedNotice({ trial }: { trial: string }) {
  const visits = await simulatedVisits(trial);
  if (visits === 0) return null;
  return (
    <Notice kind="warning" title="Simulated follow-up of a real scan.">
      {count(visits)} visits of this trial were made by the follow-up generator; what is counted here rests on scans
      that no patient had.
    </Notice>
  );
}
