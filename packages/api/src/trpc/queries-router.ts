import { asPerson } from "@nadir/db";
import { key } from "@nadir/domain";
import { z } from "zod";
import {
  queriesOfSubject,
  queryThread,
  raiseQuery,
  raiseQueryOn,
  readQueries,
  saidInQuery,
  sayInQuery,
  waitingQueries,
  waitingQuery,
} from "../queries/index.ts";
import { procedure, router } from "./init.ts";

/** Questions about the record: raised, answered, closed. */
export const queriesRouter = router({
  ofSubject: procedure
    .input(queriesOfSubject)
    .output(z.array(queryThread))
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readQueries(tx, person.id, input))),

  waiting: procedure
    .input(z.object({ trial: key }))
    .output(z.array(waitingQuery))
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => waitingQueries(tx, person.id, input.trial)),
    ),

  raise: procedure
    .input(raiseQuery)
    .output(z.object({ id: z.uuid() }))
    .mutation(({ ctx: { db, person }, input }) => raiseQueryOn(db, person.id, input)),

  say: procedure
    .input(saidInQuery)
    .output(z.object({ state: queryThread.shape.state }))
    .mutation(({ ctx: { db, person }, input }) => sayInQuery(db, person.id, input)),
});
