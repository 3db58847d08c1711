import type { Patient } from "@nadir/api/read";
import { dayStyle } from "../../ui/day-style.ts";
import { Empty } from "../../ui/empty.tsx";
import { dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { ImagePair } from "../viewer/image-pair.tsx";
import { seriesOf } from "../viewer/series.ts";

/** Baseline and a later visit side by side, dark around the images. */
export function ImagesPanel({ patient }: { patient: Patient }) {
  const days = dayStyle(patient.trial.dates);
  const series = seriesOf(
    patient.images,
    patient.visits.map((v) => v.id),
  );
  return (
    <Panel
      id="images"
      title="Images side by side"
      aside="radiological convention: the patient's right is on the left"
      flush
    >
      {series.length === 0 ? (
        <Empty title="No images in the record">
          This trial brought measurements without their images, or none has been imported for this patient.
        </Empty>
      ) : (
        <ImagePair
          series={series}
          trial={patient.trial.key}
          subject={patient.subject.key}
          lesions={patient.lesions.map((l) => l.id)}
          isBlinded={patient.view === "reader"}
          visits={patient.visits.map((v) => ({
            id: v.id,
            words: `${v.id}, ${dayText(v.date, days)}`,
            isSimulated: v.simulated,
            isBaseline: v.role !== "follow-up" && v.role !== "unscheduled",
          }))}
        />
      )}
    </Panel>
  );
}
