import type { Patient } from "@nadir/api/read";
import type { DayStyle } from "../../ui/figures.ts";
import { dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { seriesOf } from "../viewer/series.ts";
import { ImageTrio } from "./image-trio.tsx";
import { nadirVisit } from "./latest.ts";

/** Baseline, the visit of the lowest burden, and the latest, side by side. */
export function ImagesOfBoard({ patient, days }: { patient: Patient; days: DayStyle }) {
  const [series] = seriesOf(
    patient.images,
    patient.visits.map((v) => v.id),
  );
  const nadir = nadirVisit(patient);
  const isImaged = (id: string) => series?.images.some(({ visit }) => visit === id) ?? false;
  const baseline = patient.visits.find(({ id, role }) => role === "baseline" && isImaged(id))?.id;
  const first = baseline ?? series?.images[0]?.visit;
  const last = series?.images.at(-1)?.visit;
  const named = [
    { name: baseline ? "Baseline" : "First scan", visit: first },
    ...(nadir && nadir !== first && nadir !== last ? [{ name: "Lowest before", visit: nadir }] : []),
    ...(last && last !== first ? [{ name: "Latest", visit: last }] : []),
  ];
  const places = named.flatMap(({ name, visit: id }) => {
    const visit = patient.visits.find((v) => v.id === id);
    return visit
      ? [{ name, visit: visit.id, words: `${visit.id}, ${dayText(visit.date, days)}`, isSimulated: visit.simulated }]
      : [];
  });
  const isSame = nadir !== null && (nadir === first || nadir === last);
  return (
    <Panel
      id="images"
      title="Images"
      aside={isSame ? `the lowest burden before the latest visit was at ${nadir}` : "radiological convention"}
      flush
    >
      {series ? (
        <ImageTrio series={series} places={places} />
      ) : (
        <p className="p-4 text-sm text-soft">This trial brought measurements without their images.</p>
      )}
    </Panel>
  );
}
