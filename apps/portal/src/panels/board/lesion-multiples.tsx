import type { Patient } from "@nadir/api/read";
import { type LesionCourse, lesionSmallMultiples, studyDayOf } from "@nadir/charts";
import { daysBetween } from "@nadir/domain";
import { keptDrawing } from "../../server/kept-drawing.ts";
import { Figure } from "../../ui/figure.tsx";
import { fileName } from "../../ui/figure-table.ts";
import { Panel } from "../../ui/panel.tsx";
import { simulatedNotice } from "../../ui/simulated.ts";
import { baselineDay, originOf, studyDaysOf, treatmentWords } from "../patient/course-data.ts";
import { isOfReading, standingMeasurement } from "../patient/lesion-cells.ts";
import { LESION_SIZES, lesionSize, unitOfLesions } from "./lesion-size.ts";

/** Each lesion on its own, all on the same axes: one that goes its own way is seen at once. */
export function LesionMultiples({ patient }: { patient: Patient }) {
  const origin = originOf(patient);
  if (!origin) return null;
  const at = (day: string) => daysBetween(origin.day, day);
  const own = patient.lesions.filter((lesion) => isOfReading(lesion, patient.readBy));
  const others = patient.lesions.filter((lesion) => !own.includes(lesion));
  const shown = own.flatMap(({ id }) => courseOf(id, patient));
  const measure = unitOfLesions(patient, shown);
  const { unit, digits, words } = LESION_SIZES[measure];
  const days = new Map(patient.visits.map((v) => [v.id, at(v.date)]));
  const fieldsOf = (lesion: string): NonNullable<LesionCourse["irradiated"]> =>
    patient.treatments
      .filter((t) => t.kind === "radiotherapy" && t.lesionsInField.includes(lesion))
      .map((t) => ({ from: at(t.start), to: t.end ? at(t.end) : null, label: treatmentWords(t) }));
  const lesions: LesionCourse[] = own.map((lesion) => ({
    key: lesion.id,
    label: `${lesion.id} ${lesion.organ}`,
    role: lesion.node ? `${lesion.role}, node` : lesion.role,
    irradiated: fieldsOf(lesion.id),
    points: shown
      .filter((m) => m.lesion === lesion.id && days.has(m.visit))
      .map((m) => ({
        day: days.get(m.visit)!,
        value: lesionSize(m, measure, lesion.node),
        ...(m.status ? { status: m.status } : {}),
      }))
      .sort((a, b) => a.day - b.day),
  }));
  const { studyDays } = studyDaysOf(patient, origin);
  const baseline = baselineDay(patient, origin);
  const isSimulated = patient.visits.some((v) => v.simulated);
  const options = {
    ...simulatedNotice(isSimulated),
    title: `Lesions of patient ${patient.subject.key}`,
    unit,
    digits,
    origin: origin.words,
    ...(baseline === undefined ? {} : { baseline }),
    ...(studyDays ? { studyDays } : {}),
  };
  return (
    <Panel id="multiples" title="Each lesion" aside={words}>
      {others.length > 0 ? (
        <p className="mb-2 text-sm text-soft">
          Not of the reading that stands, and not drawn: {others.map(({ id }) => id).join(", ")}.
        </p>
      ) : null}
      <Figure
        svg={drawn(lesions, { ...options, width: 600 })}
        narrow={drawn(lesions, { ...options, width: 320 })}
        file={{
          ...{ name: fileName(patient.subject.key, "lesions"), label: "Each lesion", isSimulated },
          data: {
            columns: [
              "patient",
              "lesion",
              "role",
              `days_from_${origin.words.replace(" ", "_")}`,
              "value",
              "unit",
              "status",
              ...(studyDays ? ["study_day"] : []),
            ],
            rows: lesions.flatMap(({ key, role, points }) =>
              points.map((p) => [
                ...[patient.subject.key, key, role, p.day, p.value, options.unit, p.status],
                ...(studyDays ? [studyDayOf(studyDays, p.day)] : []),
              ]),
            ),
          },
        }}
      />
    </Panel>
  );
}

/** One measurement a visit: of the reading that the responses are judged from; of a lesion that it has nowhere, another's. */
function courseOf(lesion: string, { measurements, visits, readBy }: Patient): Patient["measurements"] {
  const all = measurements.filter((m) => m.lesion === lesion);
  const own = all.filter((m) => m.reader === readBy);
  const shown = own.length > 0 ? own : all;
  return visits.flatMap(
    ({ id }) =>
      standingMeasurement(
        shown.filter((m) => m.visit === id),
        readBy,
      ) ?? [],
  );
}

const drawn: typeof lesionSmallMultiples = (lesions, options) =>
  keptDrawing("lesions", { lesions, options }, () => lesionSmallMultiples(lesions, options));
