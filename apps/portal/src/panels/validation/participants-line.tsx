import type { ProtocolDetail } from "@nadir/api/trial-validation";
import { count } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";

/** How the protocol divides the patients, in counts, and the way to the cohort that they come from. */
export function ParticipantsLine({ protocol }: { protocol: Pick<ProtocolDetail, "trial" | "trialTitle" | "sets"> }) {
  const { trial, trialTitle, sets } = protocol;
  return (
    <p className="text-soft">
      Participants:{" "}
      {sets.length === 0 ? "not divided yet" : sets.map((s) => `${s.set} ${count(s.subjects)}`).join(", ")}, of the{" "}
      <Link href={`/trials/${trial}/cohort`} className="underline underline-offset-2">
        cohort of {trialTitle}
      </Link>
      .
    </p>
  );
}
