import type { AdjudicationForm, AdjudicationSide } from "@nadir/api/reads";
import type { ReaderRole, ReadLesion } from "@nadir/domain";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { SignatureMark } from "../../ui/signature-state.tsx";
import { KIND_WORDS, lesionText, PLACE_WORDS, UNIT_WORDS } from "./read-words.ts";

type VisitOfSide = AdjudicationSide["visits"][number] | undefined;

/** Both reads side by side, visit by visit; what differs is marked in words. */
export function SidesTable({
  form,
  days,
  onGoTo,
}: {
  form: AdjudicationForm;
  days: DayStyle;
  /** The viewers go to where a reader measured the lesion. */
  onGoTo: (place: ReaderRole, visit: string, lesion: ReadLesion) => void;
}) {
  const of = (side: AdjudicationSide, visit: string) => side.visits.find((v) => v.visit === visit);
  return (
    <Scroll label="Both reads, visit by visit">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Scan</th>
            <th scope="col">Differs in</th>
            <th scope="col">Reader 1</th>
            <th scope="col">Reader 2</th>
          </tr>
        </thead>
        <tbody>
          {form.first.visits.map(({ visit, date }) => (
            <tr key={visit} className="align-top">
              <th scope="row">
                {visit}, {dayText(date, days)}
              </th>
              <td>
                {form.discrepancies
                  .filter((d) => d.visit === visit)
                  .map(({ kind }) => KIND_WORDS[kind])
                  .join(", ") || <span className="text-faint">nothing</span>}
              </td>
              <Cell read={of(form.first, visit)} place="reader-1" onGoTo={onGoTo} />
              <Cell read={of(form.second, visit)} place="reader-2" onGoTo={onGoTo} />
            </tr>
          ))}
          <tr>
            <th scope="row">Progression</th>
            <td>
              {form.discrepancies.some(({ kind }) => kind === "progression") ? (
                KIND_WORDS.progression
              ) : (
                <span className="text-faint">nothing</span>
              )}
            </td>
            {([form.first, form.second] as const).map(({ progressionOn }, n) => {
              const place = n === 0 ? "reader-1" : "reader-2";
              return (
                <td key={place}>
                  {progressionOn ? dayText(progressionOn, days) : "none"}
                  {form.amended.includes(place) ? (
                    <span className="text-faint">, as it was then; amended since</span>
                  ) : null}
                </td>
              );
            })}
          </tr>
        </tbody>
      </table>
    </Scroll>
  );
}

function Cell({
  read,
  place,
  onGoTo,
}: {
  read: VisitOfSide;
  place: ReaderRole;
  onGoTo: (place: ReaderRole, visit: string, lesion: ReadLesion) => void;
}) {
  if (!read) return <td className="text-faint">not read</td>;
  const { overall, sum, unit, lesions, nonTarget, note, signed } = read;
  return (
    <td className="min-w-56 wrap-anywhere">
      <p className="flex flex-wrap items-center gap-x-3">
        {overall ? <ResponseMark label={overall} /> : null}
        {sum === null ? null : (
          <span>
            sum {sum} {unit ? UNIT_WORDS[unit] : ""}
          </span>
        )}
      </p>
      <ul className="mt-1 text-sm text-soft">
        {lesions.map((lesion) => (
          <li key={lesion.id}>
            {lesion.lines || lesion.centreMm ? (
              <button
                type="button"
                aria-label={`To ${lesion.id} of ${PLACE_WORDS[place]} at ${read.visit} in the images`}
                className="underline"
                onClick={() => onGoTo(place, read.visit, lesion)}
              >
                {lesion.id}
              </button>
            ) : (
              lesion.id
            )}
            , {lesion.role === "new" ? `new ${lesion.certainty ?? ""} lesion, ` : ""}
            {lesion.organ}
            {lesion.location ? `, ${lesion.location}` : ""}: {lesionText(lesion)}
            {lesion.reason ? ` (${lesion.reason})` : ""}
          </li>
        ))}
        {nonTarget.status ? <li>Non-target disease: {nonTarget.status.replaceAll("-", " ")}</li> : null}
        {note ? <li>Note: {note}</li> : null}
      </ul>
      <SignatureMark signature={signed} />
    </td>
  );
}
