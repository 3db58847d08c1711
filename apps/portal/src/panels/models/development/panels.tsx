import type { DevelopmentRecord } from "@nadir/api/models";
import { LesionsPanels } from "./lesions-panels.tsx";
import { ModelsPanels } from "./models-panels.tsx";

export function DevelopmentPanels({ record }: { record: DevelopmentRecord }) {
  return record.kind === "models" ? <ModelsPanels record={record} /> : <LesionsPanels record={record} />;
}
