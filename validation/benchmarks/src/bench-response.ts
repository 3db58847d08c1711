/**
 * 100,000 patient-visits under all criteria, labels and figures without the sentences of the trace, one core, from parsed
 * cases; against writing and reading the same cases as JSON in the same run. Promise: under 2 s of one core: processor
 * time is measured (all threads of the process), so that what else runs on the machine does not count.
 */
import { addDays, type CaseVisit, parseResponseCase, type ResponseCase } from "@nadir/domain";
import { assessAll, CRITERIA } from "@nadir/response";
import { conclude, median } from "./measure.ts";

async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const PATIENTS = 12_500;
const VISITS = 8;
const criteria = [...CRITERIA.keys()];

/** A small generator of its own (Park & Miller 1988), so that every run judges the same courses. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function courseOf(id: number): ResponseCase {
  const next = numbers(id + 1);
  const lesions = ["T1", "T2", "T3"].map((lesion, k) => ({
    id: lesion,
    role: "target" as const,
    organ: k === 0 ? "brain" : "liver",
  }));
  const sizes = lesions.map(() => 15 + 50 * next());
  const fresh = next() < 0.3 ? 2 + Math.floor(6 * next()) : VISITS + 1;
  const visits: CaseVisit[] = Array.from({ length: VISITS + 1 }, (_, i) => ({
    id: `V${i}`,
    date: addDays("2024-01-01", i * 42),
    role: i === 0 ? "baseline" : "follow-up",
    nonTarget: { status: "present" },
    dexamethasoneMgPerDay: 2,
    measurements: [
      ...lesions.map(({ id: lesion }, k) => {
        sizes[k] = Math.max(3, (sizes[k] as number) * (0.8 + 0.4 * next()));
        const longestMm = Math.round((sizes[k] as number) * 10) / 10;
        return { lesion, longestMm, shortMm: Math.round(longestMm * 7) / 10 };
      }),
      ...(i >= fresh ? [{ lesion: "X1", longestMm: 12.5, shortMm: 10.5 }] : []),
    ],
  }));
  return parseResponseCase({
    schema: "nadir.response-case/1",
    id: `P${id}`,
    course: { disease: "glioma", setting: "recurrent", treatmentStart: "2024-01-05" },
    lesions: [...lesions, { id: "X1", role: "new", organ: "brain" }],
    visits,
  });
}

const cases = Array.from({ length: PATIENTS }, (_, id) => courseOf(id));
const judgeAll = async () => {
  let labels = 0;
  for (const document of cases) {
    const outcomes = assessAll(document, criteria, { trace: false });
    for (const outcome of Object.values(outcomes)) labels += outcome.visitOrder.length;
  }
  if (labels !== PATIENTS * VISITS * criteria.length) throw new Error(`${labels} labels: a visit was dropped.`);
};
const asJson = async () => {
  for (const document of cases) JSON.parse(JSON.stringify(document));
};

await judgeAll();
await asJson();
const times: number[] = [];
const yardstick: number[] = [];
for (let run = 0; run < 3; run++) {
  times.push(await processorMs(judgeAll));
  yardstick.push(await processorMs(asJson));
}
const one = cases[0] as ResponseCase;
const oneMs = await processorMs(async () => {
  for (let i = 0; i < 100; i++) assessAll(one, criteria);
});
conclude({
  name: "100,000 patient-visits under all criteria",
  targetMs: 2_000,
  measuredMs: median(times),
  baseline: { what: "writing and reading the cases as JSON", ms: median(yardstick) },
  detail: {
    patients: PATIENTS,
    visits: PATIENTS * VISITS,
    criteria: criteria.length,
    onePatientWithTraceMs: oneMs / 100,
  },
});
