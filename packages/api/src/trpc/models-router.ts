import { asPerson } from "@nadir/db";
import { z } from "zod";
import { listModels, modelDetail, modelList, readModel } from "../models/index.ts";
import { procedure, router } from "./init.ts";

/** The registered models of the person's trials. */
export const modelsRouter = router({
  list: procedure
    .input(z.void())
    .output(modelList)
    .query(({ ctx: { db, person } }) => asPerson(db, person.id, (tx) => listModels(tx, person.id))),

  read: procedure
    .input(z.object({ model: z.uuid() }))
    .output(modelDetail)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readModel(tx, person.id, input.model))),
});
