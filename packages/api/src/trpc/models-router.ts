import { asPerson } from "@nadir/db";
import { immuneEventTarget, key, modelCard, refuse } from "@nadir/domain";
import { z } from "zod";
import { requireWholePermission } from "../identity/permissions.ts";
import {
  comparable,
  comparableWith,
  developmentDetail,
  developmentLine,
  listDevelopments,
  listModels,
  modelDetail,
  modelList,
  monitoringChoices,
  monitoringWish,
  readDevelopment,
  readModel,
  readMonitoring,
  registerFor,
} from "../models/index.ts";
import { trialAccess } from "../read/view.ts";
import { protocolAccess } from "../trial-validation/index.ts";
import { procedure, router } from "./init.ts";

const ofModel = z.object({ model: z.uuid() });
const started = z.object({ jobId: z.uuid() });
const csv = z.object({ name: z.string().min(1).max(200), text: z.string().max(20_000_000) });
const LARGEST = 5_000_000;

/** JSON as somebody's file has it: a fault of it is a sentence, not an error of the wire. */
function json(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    return refuse("NOT_JSON", `The file '${name}' is not JSON: ${(error as Error).message}.`, {
      where: { file: name },
    });
  }
}

/** The registered models of the person's trials, and the work on models. */
export const modelsRouter = router({
  list: procedure
    .input(z.void())
    .output(modelList)
    .query(({ ctx: { db, person } }) => asPerson(db, person.id, (tx) => listModels(tx, person.id))),

  read: procedure
    .input(ofModel)
    .output(modelDetail)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readModel(tx, person.id, input.model))),

  /** Registers a card or a signature; with `dryRun` says what would come of it and writes nothing. */
  register: procedure
    .input(
      z.object({
        trial: key,
        file: z.object({ name: z.string().max(200), text: z.string().max(LARGEST) }),
        speaks: z.enum(["before-treatment", "at-increase"]),
        /** Of a signature that foretells an immune-related event. */
        immuneEvent: immuneEventTarget.optional(),
        trainingData: z.string().max(2000).optional(),
        /** Of a signature: the name and version under which it is to stand. */
        name: z.string().max(100).optional(),
        version: z.string().max(50).optional(),
        supersedes: z.string().max(100).optional(),
        dryRun: z.boolean(),
      }),
    )
    .output(
      z.object({
        id: z.string(),
        key: z.string(),
        version: z.string(),
        documentHash: z.string(),
        isNew: z.boolean(),
        supersedes: z.string().nullable(),
        warnings: z.array(z.string()),
        card: modelCard,
      }),
    )
    .mutation(({ ctx: { db, person }, input: { file, ...asked } }) => {
      const document = json(file.name, file.text);
      return asPerson(db, person.id, async (tx) => {
        const { signatureHash: _, ...made } = await registerFor(tx, person.id, { ...asked, document });
        return { ...made, warnings: [...made.warnings] };
      });
    }),

  developments: procedure
    .input(z.object({ formulaHash: z.string().nullable() }))
    .output(z.array(developmentLine))
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => listDevelopments(tx, person.id, input.formulaHash)),
    ),

  development: procedure
    .input(z.object({ development: z.uuid() }))
    .output(developmentDetail)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readDevelopment(tx, person.id, input.development)),
    ),

  /** Has the worker develop by a plan on a table. The tables go to the object store under their hash. */
  develop: procedure
    .input(
      z.object({
        trial: key,
        plan: z.object({ name: z.string().max(200), text: z.string().max(LARGEST) }),
        table: csv,
        union: csv.optional(),
      }),
    )
    .output(started)
    .mutation(async ({ ctx: { db, store, jobs, person }, input: { trial, plan, table, union } }) => {
      const trialId = await asPerson(db, person.id, async (tx) => {
        const access = await trialAccess(tx, person.id, trial);
        await requireWholePermission(tx, person.id, access.trialId, "write-protocol");
        return access.trialId;
      });
      const document = json(plan.name, plan.text);
      const put = async ({ name, text }: z.infer<typeof csv>) => ({
        name,
        hash: await store.put(new TextEncoder().encode(text)),
      });
      const request = {
        kind: "develop" as const,
        trialKey: trial,
        plan: document,
        table: await put(table),
        ...(union ? { union: await put(union) } : {}),
      };
      return { jobId: await jobs.enqueue(person.id, request, trialId) };
    }),

  /** The latest monitoring of a model, and what may be asked. */
  monitoring: procedure
    .input(ofModel)
    .output(monitoringChoices)
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => readMonitoring(tx, person.id, input.model)),
    ),

  /** Has the worker watch the model over its trial. */
  monitor: procedure
    .input(ofModel.extend({ wish: monitoringWish }))
    .output(started)
    .mutation(async ({ ctx: { db, jobs, person }, input: { model, wish } }) => {
      const trialId = await asPerson(db, person.id, async (tx) => {
        const access = await trialAccess(tx, person.id, (await readModel(tx, person.id, model)).trial);
        await requireWholePermission(tx, person.id, access.trialId, "write-protocol");
        return access.trialId;
      });
      return { jobId: await jobs.enqueue(person.id, { kind: "monitor", modelId: model, wish }, trialId) };
    }),

  /** Other protocols that were opened and reported on a test set on which this model was. */
  comparable: procedure
    .input(ofModel)
    .output(z.array(comparable))
    .query(({ ctx: { db, person }, input }) =>
      asPerson(db, person.id, (tx) => comparableWith(tx, person.id, input.model)),
    ),

  /** Has the worker compare the models of two reported protocols on their common test set. */
  compare: procedure
    .input(z.object({ first: z.uuid(), second: z.uuid() }))
    .output(started)
    .mutation(async ({ ctx: { db, jobs, person }, input: { first, second } }) => {
      const { trialId } = await asPerson(db, person.id, (tx) =>
        protocolAccess(tx, person.id, first, ["open-outcomes"]),
      );
      const request = { kind: "compare-models" as const, protocols: [first, second] as [string, string] };
      return { jobId: await jobs.enqueue(person.id, request, trialId) };
    }),
});
