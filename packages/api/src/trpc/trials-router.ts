import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import {
  deltaDetail,
  keptCohort,
  listSubjects,
  listTrials,
  patient,
  readCohort,
  readDelta,
  readPatient,
  readSimulated,
  simulated,
  subjectPage,
  subjectQuery,
  trialCard,
} from "../read/index.ts";
import { procedure, router } from "./init.ts";

export const trialsRouter = router({
  list: procedure
    .input(z.void())
    .output(z.array(trialCard))
    .query(({ ctx: { db, person } }) => asPerson(db, person.id, (tx) => listTrials(tx, person.id))),

  cohort: procedure
    .input(z.object({ trial: key }))
    .output(keptCohort)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readCohort(tx, person.id, input.trial))),

  /** How many visits of the trial no patient had: what is counted over it must say so. */
  simulated: procedure
    .input(z.object({ trial: key }))
    .output(simulated)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readSimulated(tx, person.id, input.trial)),
    ),

  subjects: procedure
    .input(subjectQuery)
    .output(subjectPage)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => listSubjects(tx, person.id, input))),

  delta: procedure
    .input(z.object({ delta: z.uuid() }))
    .output(deltaDetail)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readDelta(tx, person.id, input.delta))),

  patient: procedure
    .input(z.object({ trial: key, subject: key }))
    .output(patient)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readPatient(tx, person.id, input))),
});
