import type { LesionScores } from "@nadir/api/read";
import { type DayStyle, dayText, significant } from "../../ui/figures.ts";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";

/** Scores that imported models gave the lesions: which lesion has the least, and irradiated lesions apart from the others. */
export function LesionScoresPanel({ scores, days }: { scores: readonly LesionScores[]; days: DayStyle }) {
  if (scores.length === 0) return null;
  return (
    <Panel id="lesion-scores" title="Lesion scores" aside="imported models, research only" flush>
      <p className="px-2.5 pt-2.5 text-sm text-soft">
        Computed outside Nadir and brought in with the model's identity. No model here has passed a locked validation by
        being shown; a score is no advice.
      </p>
      <Scroll label="Lesion scores">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Model, score</th>
              <th scope="col">Scan</th>
              <th scope="col">Lesions</th>
              <th scope="col" className="number">
                n
              </th>
              <th scope="col" className="number">
                Mean ± sd
              </th>
              <th scope="col">Least</th>
              <th scope="col">Greatest</th>
            </tr>
          </thead>
          <tbody>
            {scores.flatMap((s) => {
              const name = [s.visit, s.image, s.model.name, s.model.version, s.score].join(" ");
              return [
                <Row key={name} of={s} days={days} words={s.lesions.map((l) => l.lesion).join(", ")} figures={s.all} />,
                ...s.byFlag.map((figures) => (
                  <Row
                    key={`${name} ${figures.irradiated}`}
                    days={days}
                    words={figures.irradiated ? "irradiated" : "not irradiated"}
                    figures={figures}
                  />
                )),
              ];
            })}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function Row({
  of,
  days,
  words,
  figures,
}: {
  /** Left out in the rows of a part of the lesions. */
  of?: LesionScores;
  days: DayStyle;
  words: string;
  figures: LesionScores["all"];
}) {
  return (
    <tr>
      <th scope="row" className="whitespace-normal! font-normal!">
        {of ? (
          <>
            {of.model.name} {of.model.version}, {of.score}
            <span className="block text-xs text-faint">trained on {of.model.trainingSet}</span>
          </>
        ) : null}
      </th>
      <td className="text-faint">{of ? `${of.visit}, ${dayText(of.date, days)}, ${of.image}` : null}</td>
      <td className="whitespace-normal!">{words}</td>
      <td className="number">{figures.lesions}</td>
      <td className="number">
        {significant(figures.mean)}
        {figures.sd === null ? "" : ` ± ${significant(figures.sd)}`}
      </td>
      <td className="number">
        {significant(figures.min)} <span className="text-soft">in {figures.minLesion}</span>
      </td>
      <td className="number">
        {significant(figures.max)} <span className="text-soft">in {figures.maxLesion}</span>
      </td>
    </tr>
  );
}
