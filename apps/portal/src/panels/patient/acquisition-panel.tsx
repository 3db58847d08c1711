import type { Patient, PatientImage } from "@nadir/api/read";
import { acquisitionWords } from "@nadir/domain";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** How each image was taken, and where it departs from the trial's imaging protocol. */
export function AcquisitionPanel({ patient }: { patient: Patient }) {
  if (patient.images.length === 0) return null;
  const days = dayStyle(patient.trial.dates);
  const dateOf = new Map(patient.visits.map((v) => [v.id, v.date]));
  const hasProtocol = patient.images.some((image) => image.deviations !== null);
  const count = patient.images.reduce((sum, image) => sum + (image.deviations?.length ?? 0), 0);
  return (
    <Panel
      id="acquisition"
      title="How the images were taken"
      aside={
        hasProtocol
          ? count === 0
            ? "as the imaging protocol asks"
            : `${count} ${count === 1 ? "deviation" : "deviations"} from the imaging protocol`
          : "this trial states no imaging protocol"
      }
      flush
    >
      <Scroll label="How the images were taken">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Visit</th>
              <th scope="col">Image</th>
              <th scope="col">Taken</th>
              {hasProtocol ? <th scope="col">Against the protocol</th> : null}
            </tr>
          </thead>
          <tbody>
            {patient.images.map((image) => (
              <tr key={image.id}>
                <th scope="row" className="whitespace-nowrap">
                  {image.visit}{" "}
                  <span className="font-normal text-faint">{dayText(dateOf.get(image.visit) ?? "", days)}</span>
                </th>
                <td>
                  {image.description.startsWith(image.modality)
                    ? image.description
                    : `${image.modality} ${image.description}`}
                </td>
                <td className="whitespace-normal!">{acquisitionWords(image.acquisition).join(", ")}</td>
                {hasProtocol ? (
                  <td className="whitespace-normal!">
                    <Deviations image={image} />
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function Deviations({ image: { deviations } }: { image: PatientImage }) {
  if (!deviations || deviations.length === 0) return <span className="text-faint">no deviation</span>;
  return (
    <ul className="grid gap-1">
      {deviations.map((sentence) => (
        <li key={sentence}>
          <strong className="font-semibold">Deviation:</strong> {sentence}
        </li>
      ))}
    </ul>
  );
}
