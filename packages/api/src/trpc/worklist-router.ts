import { asPerson } from "@nadir/db";
import { z } from "zod";
import { readWork, trialWork, workQuery } from "../worklist/index.ts";
import { procedure, router } from "./init.ts";

/** What is to be done, across the person's trials and sites. The day comes with the question. */
export const worklistRouter = router({
  read: procedure
    .input(workQuery)
    .output(z.array(trialWork))
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readWork(tx, person.id, input))),
});
