import type { PrismaFlow } from "@nadir/domain";
import { type FlowStep, flowDiagram } from "./flow-diagram.ts";
import type { ChartOptions } from "./options.ts";

/** The flow of studies into a review (PRISMA 2020, figure 1); a step that the review does not print is left out. */
export function studyFlow(flow: PrismaFlow, options: ChartOptions = {}): string {
  const { identified, duplicates, screened, assessed, included, split } = flow;
  const steps: FlowStep[] = [
    ...(identified === null
      ? []
      : [
          {
            label: "Records identified",
            n: identified,
            excluded: some([{ reason: "Duplicates", n: duplicates ?? 0 }]),
          },
        ]),
    { label: "Records screened", n: screened, excluded: some(flow.excludedAtScreening) },
    ...(assessed === null
      ? []
      : [{ label: "Reports assessed", n: assessed, excluded: some(flow.excludedAfterAssessment) }]),
    { label: "Studies included", n: included, details: split.map(({ label, n }) => `${label}: ${n}`) },
  ];
  return flowDiagram({ of: "studies", steps }, options);
}

const some = (parts: FlowStep["excluded"]) => (parts ?? []).filter(({ n }) => n > 0);
