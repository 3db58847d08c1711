import type { Patient } from "@nadir/api/read";
import { buttonLook } from "../../ui/button.tsx";
import { dayStyle } from "../../ui/day-style.ts";
import { Facts } from "../../ui/facts.tsx";
import { dayText } from "../../ui/figures.ts";
import Link from "../../ui/link.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { trialCrumbs } from "../../ui/trial-crumbs.ts";

const sexes = { female: "female", male: "male", unknown: "not known" } as const;

/** Who this is, as far as the reader may know it. */
export function PatientHead({ patient, mayEnter }: { patient: Patient; mayEnter: boolean }) {
  const { subject, trial } = patient;
  const days = dayStyle(trial.dates);
  const day = (name: string, value: string | null) => (value ? [{ name, value: dayText(value, days) }] : []);
  const facts = [
    ...(subject.arm ? [{ name: "Arm", value: subject.arm }] : []),
    ...(subject.site ? [{ name: "Site", value: subject.site }] : []),
    ...(subject.sex ? [{ name: "Sex", value: sexes[subject.sex] }] : []),
    ...(subject.ageYears === null
      ? []
      : [{ name: "Age at enrolment", value: `${Math.floor(subject.ageYears)} years` }]),
    ...day("Enrolled", subject.enrolledOn),
    ...day("Treatment start", subject.treatmentStart),
    ...day("Radiotherapy end", subject.radiotherapyEnd),
    ...day("Last contact", subject.lastContactOn),
    ...day("Died", subject.deathOn),
    { name: "Visits", value: patient.visits.length },
    ...(subject.version > 1 ? [{ name: "Version of the record", value: subject.version }] : []),
  ];
  return (
    <PageHead
      crumbs={trialCrumbs(trial.key, trial.title)}
      title={`Patient ${subject.key}`}
      actions={
        <>
          {mayEnter ? (
            <Link
              href={`/trials/${trial.key}/enter?subject=${encodeURIComponent(subject.key)}`}
              className={buttonLook("plain")}
            >
              Enter data
            </Link>
          ) : null}
          <Neighbours trial={trial.key} {...patient.neighbours} />
        </>
      }
      lead={
        <>
          <Facts facts={facts} />
          {subject.note ? <p className="mt-1">{subject.note}</p> : null}
        </>
      }
    />
  );
}

/** The way to the patients before and after in the list. Not loaded ahead: whose page is opened is what the log tells. */
function Neighbours({ trial, before, after }: { trial: string } & Patient["neighbours"]) {
  if (before === null && after === null) return null;
  const way = (to: string | null, rel: "prev" | "next") =>
    to === null ? null : (
      <Link
        href={`/trials/${trial}/patients/${to}`}
        rel={rel}
        prefetch={false}
        className={buttonLook("plain")}
        aria-label={`${rel === "prev" ? "Previous" : "Next"} patient, ${to}`}
      >
        {rel === "prev" ? `← ${to}` : `${to} →`}
      </Link>
    );
  return (
    <nav aria-label="Other patients" className="flex gap-2">
      {way(before, "prev")}
      {way(after, "next")}
    </nav>
  );
}
