import type { CaseDetail } from "@nadir/api/board";
import type { Patient } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText, percent, withDays } from "../../ui/figures.ts";
import { Moment } from "../../ui/moment.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { latestBy } from "./latest.ts";
import { type LetterFigure, LetterFigures } from "./letter-figures.tsx";

type Size = "regular" | "small" | "smallest";
/** Letters as small as a package insert, and no figure, where every text is as long as the board may write it. */
const LOOK: Readonly<Record<Size, { readonly letters: string; readonly figures: readonly LetterFigure[] }>> = {
  regular: { letters: "text-sm", figures: ["course", "change"] },
  small: { letters: "text-xs", figures: ["course"] },
  smallest: { letters: "text-[0.625rem] leading-tight", figures: [] },
};

/** How large the letters may be, and which figures have room, for all of it to stand on one sheet. */
function sizeOf(texts: readonly (string | null | undefined)[]): Size {
  const letters = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  return letters < 1000 ? "regular" : letters < 2000 ? "small" : "smallest";
}

/** The sheet: always dark on white, as it will be printed, and never more than one page. */
export function Letter({ found, patient }: { found: CaseDetail; patient: Patient }) {
  const { subject, trial } = patient;
  const days = dayStyle(trial.dates);
  const { decided } = found;
  const latest = latestBy(patient);
  const size = sizeOf([
    ...[found.question, decided?.text, decided?.reason, decided?.broken],
    ...latest.map(({ visit }) => visit.trace.at(-1)?.text),
  ]);
  const facts = [
    subject.arm,
    subject.site,
    subject.sex === "unknown" ? null : subject.sex,
    subject.ageYears === null ? null : `${Math.floor(subject.ageYears)} years at enrolment`,
    subject.treatmentStart ? `treatment from ${dayText(subject.treatmentStart, days)}` : null,
  ].filter(Boolean);
  const yes = patient.flags.filter((f) => f.result === "yes");
  return (
    <article
      data-theme="light"
      className={`letter ${LOOK[size].letters} mx-auto grid w-full max-w-[186mm] content-start gap-3 border border-line bg-surface p-6 text-ink print:max-w-none print:border-0 print:p-0`}
      style={{ colorScheme: "light" }}
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 border-b-2 border-ink pb-1.5">
        <h2 className="text-xl font-semibold">Patient {subject.key}</h2>
        <p className="text-right text-xs">
          {found.meeting.title}, {found.meeting.heldOn}
          <br />
          {trial.title}
        </p>
        <p className="w-full text-xs text-soft">{facts.join(" · ")}</p>
      </header>
      <section>
        <h3 className="font-semibold">Question</h3>
        <p>{found.question}</p>
      </section>
      <section className="grid gap-1">
        <h3 className="font-semibold">Responses at the latest visit</h3>
        {latest.map(({ criterion, id, visit }) => (
          <p key={criterion}>
            <span className="inline-block min-w-24 font-medium">{criterionName(criterion)}</span>{" "}
            <ResponseMark label={visit.overall} /> {id}, {dayText(visit.date, days)}
            {visit.size.percentFromBaseline === null
              ? ""
              : `; ${percent(visit.size.percentFromBaseline)} from baseline`}
            {visit.size.percentFromNadir === null ? "" : `, ${percent(visit.size.percentFromNadir)} from nadir`}.{" "}
            <span className="text-xs text-soft">{withDays(visit.trace.at(-1)?.text ?? "", days)}</span>
          </p>
        ))}
        {yes.length > 0 ? (
          <p className="text-xs">Early signs: {yes.map((f) => f.definition.replace("/", ", ")).join("; ")}.</p>
        ) : null}
      </section>
      <LetterFigures patient={patient} figures={LOOK[size].figures} />
      <section className="grid gap-1">
        <h3 className="font-semibold">Decision</h3>
        {decided ? (
          <>
            <p>
              <strong>{decided.decision}.</strong> {decided.text}
            </p>
            <p>Because: {decided.reason}</p>
            <p className="text-xs">
              Votes: {decided.votes.map((v) => `${v.person.name} ${v.vote}`).join(", ")}. Signed by{" "}
              {decided.person.name} on <Moment at={decided.at} />, meaning “decided by the board”.
            </p>
            <p className="break-all font-mono text-[0.625rem]">{decided.hash}</p>
            {decided.broken === null ? null : (
              <p className="font-semibold">The signature is broken. {decided.broken}</p>
            )}
            {decided.changedSince.length > 0 ? (
              <p className="font-semibold">
                The record has changed since this was signed: {decided.changedSince.map(criterionName).join(", ")}.
              </p>
            ) : null}
          </>
        ) : (
          <p>No decision has been signed{found.proposal ? `; proposed: ${found.proposal.decision}` : ""}.</p>
        )}
      </section>
      <footer className="border-t border-line pt-1 text-xs text-soft">
        Decision support for research, not a medical device. Responses are computed from the measurements of the record.
      </footer>
    </article>
  );
}
