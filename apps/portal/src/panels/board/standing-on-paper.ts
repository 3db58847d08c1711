import type { CaseDetail } from "@nadir/api/board";

/**
 * What whoever holds the sheet in their hands must know beside the decision: that the meeting was called off, the patient taken
 * off its agenda, or the decision taken up again without another being signed yet.
 */
export function standingOnPaper({
  meeting,
  standing,
  proposal,
}: Pick<CaseDetail, "meeting" | "standing" | "proposal">): string[] {
  return [
    ...(meeting.offBecause === null ? [] : [`This meeting was called off: ${meeting.offBecause}`]),
    ...(standing === "off the agenda" ? ["This patient was taken off the agenda of this meeting."] : []),
    ...(standing === "taken up again" && proposal
      ? [
          `The decision has been taken up again: ${proposal.again ?? ""} Proposed now, not signed: ${proposal.decision}.`,
        ]
      : []),
  ];
}
