import type { Problem } from "@nadir/domain";
import { caller } from "../../server/request-context.ts";
import { RefusedPage } from "../../ui/refused-page.tsx";
import { trialCrumbs } from "../../ui/trial-crumbs.ts";

/** A page of a trial that was refused, with the way back to the trial. */
export async function TrialRefused({
  trial,
  what,
  problems,
}: {
  trial: string;
  /** What the page shows: `The cohort`. */
  what: string;
  problems: readonly Pick<Problem, "code" | "message">[];
}) {
  const title = (await (await caller()).trials.list()).find(({ key }) => key === trial)?.title ?? trial;
  return (
    <RefusedPage
      what={what}
      problems={problems}
      crumbs={trialCrumbs(trial, title)}
      back={{ href: `/trials/${trial}`, label: "Back to the trial" }}
    />
  );
}
