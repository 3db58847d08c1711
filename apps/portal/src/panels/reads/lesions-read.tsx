import type { ReadDocument, ReadLesion } from "@nadir/domain";
import { Scroll } from "../../ui/scroll.tsx";
import { lesionText } from "./read-words.ts";

const ROLE_WORDS = { target: "target", "non-target": "non-target", new: "new" } as const;
const WHOLE_WORDS = {
  absent: "gone",
  present: "present",
  "unequivocal-progression": "unequivocal progression",
  "not-evaluable": "not evaluable",
} as const;

/** What a read says, lesion by lesion. */
export function LesionsRead({
  lesions,
  nonTarget,
  note,
  onGoTo,
}: Pick<ReadDocument, "lesions" | "nonTarget" | "note"> & { readonly onGoTo: (lesion: ReadLesion) => void }) {
  return (
    <>
      {lesions.length === 0 ? (
        <p className="px-4 py-3 text-sm text-soft">No lesion was named.</p>
      ) : (
        <Scroll label="Lesions of the read">
          <table className="sheet">
            <thead>
              <tr>
                <th scope="col">Lesion</th>
                <th scope="col">Kind</th>
                <th scope="col">Where</th>
                <th scope="col">Size or finding</th>
              </tr>
            </thead>
            <tbody>
              {lesions.map((lesion) => (
                <tr key={lesion.id}>
                  <th scope="row">
                    {lesion.lines || lesion.centreMm ? (
                      <button
                        type="button"
                        title="To it in the images"
                        className="underline"
                        onClick={() => onGoTo(lesion)}
                      >
                        {lesion.id}
                      </button>
                    ) : (
                      lesion.id
                    )}
                  </th>
                  <td>
                    {ROLE_WORDS[lesion.role]}
                    {lesion.certainty ? `, ${lesion.certainty}` : ""}
                  </td>
                  <td>
                    {lesion.organ}
                    {lesion.node ? ", lymph node" : ""}
                    {lesion.location ? `, ${lesion.location}` : ""}
                  </td>
                  <td>
                    {lesionText(lesion)}
                    {lesion.reason ? `: ${lesion.reason}` : ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {nonTarget.status || note ? (
        <p className="border-t border-line px-4 py-2.5 text-sm wrap-anywhere">
          {nonTarget.status ? `Non-target disease as a whole: ${WHOLE_WORDS[nonTarget.status]}. ` : ""}
          {nonTarget.reason ? `${nonTarget.reason}. ` : ""}
          {note}
        </p>
      ) : null}
    </>
  );
}
