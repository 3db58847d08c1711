import type { Evidence } from "@nadir/api/evidence";
import { type DayStyle, significant, withDays } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { StandingMark } from "./standing-mark.tsx";

type Score = Evidence["models"][number];
const percent = (p: number): string => `${(100 * p).toFixed(p < 0.1 ? 1 : 0)} %`;

/** What each model says of the patient: probability or score with interval, calibration, and the patients most like this one. */
export function ModelScores({ scores, days }: { scores: readonly Score[]; days: DayStyle }) {
  return (
    <ul className="grid gap-2 text-sm">
      {scores.map((s) => (
        <li key={s.id} className="grid gap-x-4 gap-y-0.5 md:grid-cols-[17rem_8rem_1fr]">
          <span>
            <Link href={`/models/${s.id}`} className="font-medium underline underline-offset-2">
              {s.title}
            </Link>
            <span className="block text-xs text-faint">{s.predicts}</span>
          </span>
          <span>
            <StandingMark standing={s.standing} />
          </span>
          <div className="min-w-0">
            <Said score={s} days={days} />
          </div>
        </li>
      ))}
    </ul>
  );
}

const OUTCOMES = {
  with: "Only the outcome cannot be excluded",
  without: "Only its absence cannot be excluded",
  both: "Neither the outcome nor its absence can be excluded",
  none: "Both are excluded: the patient is unlike its training,",
} as const;
const outcomeKey = (set: readonly ("with" | "without")[]): keyof typeof OUTCOMES =>
  set.length === 2 ? "both" : (set[0] ?? "none");

function Said({ score: s, days }: { score: Score; days: DayStyle }) {
  if (s.score === null)
    return (
      <p className="text-faint">
        {s.status === "refused" ? "Not scored: " : "Not scored, to be recorded: "}
        {withDays(s.missing.map((m) => m.replace(/\.$/, "")).join("; "), days)}.
      </p>
    );
  const isProbability = s.probability !== null;
  const show = s.interval?.of === "score" ? (x: number) => significant(x, 3) : percent;
  return (
    <>
      <p>
        <strong>{isProbability ? percent(s.probability as number) : `score ${significant(s.score, 3)}`}</strong>
        {s.group ? `, group ${s.group}` : ""}
        {s.interval
          ? ` (${percent(s.interval.level)} ${s.interval.how} interval${s.interval.of === "risk" ? " of the risk" : ""} ${show(s.interval.lower)} to ${show(s.interval.upper)})`
          : ", no interval in its card"}
        . Higher means {s.higherMeans}.
        {s.outcomes ? ` ${OUTCOMES[outcomeKey(s.outcomes.set)]} at ${percent(s.outcomes.level)}.` : ""}
      </p>
      <p className="text-xs text-faint">
        {s.calibration
          ? `Calibration on ${s.calibration.on} (${s.calibration.subjects}): intercept ${significant(s.calibration.intercept, 2)}, slope ${significant(s.calibration.slope, 2)}.`
          : "Its calibration is not known."}{" "}
        {s.neighbours.length > 0
          ? `Most like this patient in training: ${s.neighbours.map((n) => `${n.tag} (${n.outcome}, ${significant(n.distance, 2)} sd away)`).join(", ")}.`
          : ""}
      </p>
      {s.warnings.map((w) => (
        <p key={w} className="text-xs text-warn">
          {w}
        </p>
      ))}
    </>
  );
}
