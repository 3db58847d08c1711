import type { Patient } from "@nadir/api/read";
import type { DayStyle } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { seriesOf } from "../viewer/series.ts";
import { ImageTrio } from "./image-trio.tsx";
import { nadirVisit } from "./latest.ts";
import { placesOfBoard } from "./places-of-board.ts";

/** Baseline, the visit of the lowest burden, and the latest, side by side, of each kind of image that there is. */
export function ImagesOfBoard({ patient, days }: { patient: Patient; days: DayStyle }) {
  const kinds = seriesOf(
    patient.images,
    patient.visits.map((v) => v.id),
  ).map((series) => ({ series, places: placesOfBoard(patient, series.images, days) }));
  const nadir = nadirVisit(patient);
  const places = kinds[0]?.places ?? [];
  const isSame = nadir !== null && places.some(({ name, visit }) => name !== "Lowest before" && visit === nadir);
  return (
    <Panel
      id="images"
      title="Images"
      aside={isSame ? `the lowest burden before the latest visit was at ${nadir}` : "radiological convention"}
      flush
    >
      {kinds.length > 0 ? (
        <ImageTrio kinds={kinds} />
      ) : (
        <p className="p-4 text-sm text-soft">This trial brought measurements without their images.</p>
      )}
    </Panel>
  );
}
