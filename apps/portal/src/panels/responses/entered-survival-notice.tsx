import type { ReactNode } from "react";
import { counted } from "../../ui/figures.ts";
import { Notice } from "../../ui/notice.tsx";

/** Where overall survival is drawn of recorded deaths though the source entered times: without it a flat curve would be believed. */
export function EnteredSurvivalNotice({
  patients,
  children,
}: {
  /** How many patients have an entered time; with none there is nothing to say. */
  patients: number;
  /** What the figures here rest on instead. */
  children: ReactNode;
}) {
  return patients > 0 ? (
    <Notice title="Overall survival was entered by the source.">
      For {counted(patients, "patient")}. {children}
    </Notice>
  ) : null;
}
