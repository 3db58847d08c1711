import type { Patient } from "@nadir/api/read";
import { Notice } from "../../ui/notice.tsx";

export const PROVISIONAL = "Provisional: the two readers differ, and an adjudicator has yet to decide.";

/** Above responses that are not final yet; nothing where they are. */
export function ProvisionalNotice({ patient }: { patient: Pick<Patient, "awaitsAdjudication"> }) {
  return patient.awaitsAdjudication ? <Notice kind="warning">{PROVISIONAL}</Notice> : null;
}
