import type { CaseDetail } from "@nadir/api/board";
import type { Patient } from "@nadir/api/read";
import { criterionName } from "../../ui/criterion-names.ts";
import { dayStyle } from "../../ui/day-style.ts";
import { dayText, percent } from "../../ui/figures.ts";
import { flagName } from "../../ui/flag-names.ts";
import { Moment } from "../../ui/moment.tsx";
import { ResponseMark } from "../../ui/response-mark.tsx";
import { provisionalWords } from "../reads/reading-in-force.ts";
import { keyImagesOfBoard } from "./key-images-of-board.ts";
import { latestBy } from "./latest.ts";
import { LetterFigures, letterFigures } from "./letter-figures.tsx";
import { LetterImages, legendOf } from "./letter-images.tsx";
import { lookOf } from "./letter-look.ts";
import { standingOnPaper } from "./standing-on-paper.ts";
import { voteSentence } from "./vote-words.ts";
import { whyOf } from "./why-apart.ts";

const NOT_SIGNED = "No decision has been signed; proposed: continue, confirm by a scan.";

/** The sheet: always dark on white, as it will be printed, and never more than one page. */
export function Letter({ found, patient }: { found: CaseDetail; patient: Patient }) {
  const { subject, trial } = patient;
  const days = dayStyle(trial.dates);
  const { decided } = found;
  const latest = latestBy(patient);
  const facts = [
    subject.arm,
    subject.site,
    subject.sex === "unknown" ? null : subject.sex,
    subject.ageYears === null ? null : `${Math.floor(subject.ageYears)} years at enrolment`,
    subject.treatmentStart ? `treatment from ${dayText(subject.treatmentStart, days)}` : null,
  ].filter(Boolean);
  const yes = patient.flags.filter((f) => f.result === "yes");
  const signs = yes.length === 0 ? "" : `Early signs: ${yes.map((f) => flagName(f.definition)).join("; ")}.`;
  const responses = latest.map(({ criterion, id, visit, outcome }) => ({
    criterion,
    label: visit.overall,
    change: [
      `${id}, ${dayText(visit.date, days)}`,
      visit.size.percentFromBaseline === null ? "" : `; ${percent(visit.size.percentFromBaseline)} from baseline`,
      visit.size.percentFromNadir === null ? "" : `, ${percent(visit.size.percentFromNadir)} from nadir`,
      ".",
    ].join(""),
    why: whyOf(outcome, id, days)
      .map(({ text }) => text)
      .join(" "),
  }));
  const images = keyImagesOfBoard(patient, days);
  const figures = letterFigures(patient);
  const provisional = provisionalWords(patient);
  const standing = standingOnPaper(found);
  const again = decided?.again ? [`Taken up again because: ${decided.again}`] : [];
  const look = lookOf(
    {
      facts: facts.join(" · "),
      question: found.question,
      // The criterion's name stands in a column of its own, and its response in a frame.
      responses: [
        ...responses.map(({ change, why }) => `${" ".repeat(24)}${change} ${why}`),
        ...(provisional ? [provisional] : []),
      ],
      signs,
      decision: [
        ...standing,
        ...(decided ? [`${decided.decision}. ${decided.text}`, `Because: ${decided.reason}`, ...again] : [NOT_SIGNED]),
      ],
      signature: decided
        ? [
            ...[`${voteSentence(decided.votes)} Signed by ${decided.person.name}, ${" ".repeat(70)}`, decided.hash],
            ...(decided.broken === null ? [] : [`${decided.broken}${" ".repeat(30)}`]),
            ...(decided.changedSince.length > 0 ? [" ".repeat(100)] : []),
          ]
        : [],
      legend: legendOf(images),
    },
    images.length > 0,
    figures,
  );
  return (
    <article
      data-theme="light"
      className={`letter ${look.letters} mx-auto grid w-full max-w-[186mm] grid-cols-[minmax(0,1fr)] content-start gap-3 border border-line bg-surface p-6 text-ink wrap-anywhere print:max-w-none print:border-0 print:p-0`}
      style={{ colorScheme: "light" }}
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 border-b-2 border-ink pb-1.5">
        <h2 className="text-xl font-semibold">Patient {subject.key}</h2>
        <p className="min-w-0 text-right text-xs">
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
        {provisional ? <p className="font-semibold">{provisional}</p> : null}
        {responses.map(({ criterion, label, change, why }) => (
          <p key={criterion}>
            <span className="inline-block min-w-24 font-medium">{criterionName(criterion)}</span>{" "}
            <ResponseMark label={label} /> {change} <span className="text-xs text-soft">{why}</span>
          </p>
        ))}
        {signs === "" ? null : <p className="text-xs">{signs}</p>}
      </section>
      {look.images && images.length > 0 ? <LetterImages images={images} size={look.images} /> : null}
      <LetterFigures
        figures={figures.filter(({ name }) => look.figures.includes(name))}
        isCourseNarrow={look.isCourseNarrow ?? false}
      />
      <section className="grid gap-1">
        <h3 className="font-semibold">Decision</h3>
        {standing.map((words) => (
          <p key={words} className="font-semibold whitespace-pre-line">
            {words}
          </p>
        ))}
        {decided ? (
          <>
            <p className="whitespace-pre-line">
              <strong>{decided.decision}.</strong> {decided.text}
            </p>
            <p className="whitespace-pre-line">Because: {decided.reason}</p>
            {again.map((words) => (
              <p key={words} className="whitespace-pre-line">
                {words}
              </p>
            ))}
            <p className="text-xs">
              {voteSentence(decided.votes)} Signed by {decided.person.name} on <Moment at={decided.at} />, meaning
              “decided by the board”.
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
