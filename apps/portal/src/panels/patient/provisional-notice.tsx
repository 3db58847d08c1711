import type { Patient } from "@nadir/api/read";
import { Notice } from "../../ui/notice.tsx";
import { provisionalWords } from "../reads/reading-in-force.ts";

/** Above responses that are not final yet; nothing where they are. */
export function ProvisionalNotice({ patient }: { patient: Pick<Patient, "awaitsAdjudication" | "readingInForce"> }) {
  const words = provisionalWords(patient);
  return words && <Notice kind="warning">{words}</Notice>;
}
