import type { AppraisalView } from "@nadir/api/trial-validation";
import {
  QUADAS_ANSWERS,
  QUADAS_FORM,
  QUADAS_JUDGEMENTS,
  type QuadasAssessment,
  type QuadasFormDomain,
  type QuadasJudged,
} from "@nadir/domain";
import { box } from "../../ui/box.ts";
import { Panel } from "../../ui/panel.tsx";

type Rating = QuadasAssessment[QuadasFormDomain];

/** One domain of the form: its questions and judgements, and beside them what plan and record say. */
export function AppraisalDomain({
  domain,
  rating,
  evidence,
  onChange,
}: {
  domain: QuadasFormDomain;
  rating: Rating;
  evidence: AppraisalView["evidence"][QuadasFormDomain];
  onChange: (rating: Rating) => void;
}) {
  const { title, questions, applicability } = QUADAS_FORM[domain];
  return (
    <Panel id={domain} title={title}>
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid content-start gap-3">
          {Object.entries(questions).map(([id, question]) => (
            <Choice
              key={id}
              name={`${domain}-${id}`}
              asks={question}
              options={QUADAS_ANSWERS}
              chosen={rating.answers[id] ?? null}
              onChoose={(answer) => onChange({ ...rating, answers: { ...rating.answers, [id]: answer } })}
            />
          ))}
          <Judged
            name={`${domain}-bias`}
            asks="Risk of bias"
            judged={rating.bias}
            onChange={(bias) => onChange({ ...rating, bias })}
          />
          {applicability !== null && "applicability" in rating ? (
            <Judged
              name={`${domain}-applicability`}
              asks={applicability}
              judged={rating.applicability}
              onChange={(judged) => onChange({ ...rating, applicability: judged })}
            />
          ) : null}
        </div>
        <section aria-label={`What plan and record say: ${title}`} className="text-sm">
          <h3 className="font-semibold">What plan and record say</h3>
          <dl className="mt-1 grid gap-1.5">
            {evidence.map(({ what, found }) => (
              <div key={what}>
                <dt className="text-faint">{what}</dt>
                <dd>{found}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Panel>
  );
}

function Judged({
  name,
  asks,
  judged,
  onChange,
}: {
  name: string;
  asks: string;
  judged: QuadasJudged;
  onChange: (judged: QuadasJudged) => void;
}) {
  return (
    <div className="grid gap-1.5 border-t border-line pt-3">
      <Choice
        name={name}
        asks={asks}
        options={QUADAS_JUDGEMENTS}
        chosen={judged.judgement}
        onChoose={(judgement) => onChange({ ...judged, judgement })}
        isJudgement
      />
      <label className="grid gap-1 text-sm">
        <span className="text-faint">Reason</span>
        <textarea
          name={`${name}-reason`}
          rows={2}
          maxLength={2000}
          value={judged.reason}
          onChange={(event) => onChange({ ...judged, reason: event.target.value })}
          className={box}
        />
      </label>
    </div>
  );
}

/** One question with its answers as a group of radio buttons: arrow keys choose, Tab leaves. */
function Choice<T extends string>({
  name,
  asks,
  options,
  chosen,
  onChoose,
  isJudgement = false,
}: {
  name: string;
  asks: string;
  options: readonly T[];
  chosen: T | null;
  onChoose: (answer: T) => void;
  isJudgement?: boolean;
}) {
  return (
    <fieldset className="text-sm">
      <legend className={isJudgement ? "font-semibold" : undefined}>{asks}</legend>
      <div className="mt-0.5 flex flex-wrap gap-x-5 gap-y-1">
        {options.map((option) => (
          <label key={option} className="inline-flex items-center gap-1.5">
            <input
              type="radio"
              name={name}
              value={option}
              checked={chosen === option}
              onChange={() => onChoose(option)}
            />
            {option}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
