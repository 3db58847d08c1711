import type { Patient } from "@nadir/api/read";
import type { DayStyle } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { seriesOf } from "../viewer/series.ts";
import { ImageTrio } from "./image-trio.tsx";
import { nadirVisit } from "./latest.ts";
import { placesOfBoard } from "./places-of-board.ts";

/** Baseline, the visit of the lowest burden, and the latest, side by side. */
export function ImagesOfBoard({ patient, days }: { patient: Patient; days: DayStyle }) {
  const [series] = seriesOf(
    patient.images,
    patient.visits.map((v) => v.id),
  );
  const nadir = nadirVisit(patient);
  const places = placesOfBoard(patient, series?.images ?? [], days);
  const isSame = nadir !== null && places.some(({ name, visit }) => name !== "Lowest before" && visit === nadir);
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
