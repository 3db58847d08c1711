import type { Patient } from "@nadir/api/read";
import { buttonLook } from "../../ui/button.tsx";
import { dayStyle } from "../../ui/day-style.ts";
import { Empty } from "../../ui/empty.tsx";
import { dayText } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ImagePair } from "../viewer/image-pair.tsx";
import { hung, seriesOf } from "../viewer/series.ts";
import { VisitsWithoutScan } from "./visits-without-scan.tsx";

/** Two visits side by side, dark around the images: baseline and the next one, or as a read of the visit `read` hangs them. */
export function ImagesPanel({
  patient,
  read,
  mayEnter = false,
}: {
  patient: Patient;
  read?: string;
  mayEnter?: boolean;
}) {
  const days = dayStyle(patient.trial.dates);
  const order = patient.visits.map((v) => v.id);
  const all = seriesOf(patient.images, order);
  const series = read === undefined ? all : hung(all, order, read);
  return (
    <Panel
      id="images"
      title="Images side by side"
      aside="radiological convention: the patient's right is on the left"
      flush
    >
      {series.length === 0 ? (
        <Empty
          title="No images in the record"
          action={
            mayEnter ? (
              <Link
                href={`/trials/${patient.trial.key}/enter?subject=${encodeURIComponent(patient.subject.key)}#scan`}
                className={buttonLook("plain")}
              >
                Add a scan
              </Link>
            ) : null
          }
        >
          This trial brought measurements without their images, or none has been imported for this patient.
        </Empty>
      ) : (
        <ImagePair
          series={series}
          trial={patient.trial.key}
          subject={patient.subject.key}
          lesions={patient.lesions.map((l) => l.id)}
          isBlinded={patient.view === "reader"}
          isReading={read !== undefined}
          locked={patient.locked}
          visits={patient.visits.map((v) => ({
            id: v.id,
            words: `${v.id}, ${dayText(v.date, days)}`,
            isSimulated: v.simulated,
            kind: v.role === "baseline" ? "Baseline" : v.role === "pre-baseline" ? "Before baseline" : "Follow-up",
          }))}
        />
      )}
      {read === undefined ? <VisitsWithoutScan patient={patient} mayEnter={mayEnter} /> : null}
    </Panel>
  );
}
