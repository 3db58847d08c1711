import { asPerson, type Database } from "@nadir/db";
import {
  key,
  primaryMeasure,
  quadasAssessment,
  readProtocol as readPlan,
  refuse,
  validationResult,
} from "@nadir/domain";
import { z } from "zod";
import type { Person } from "../identity/index.ts";
import {
  addendumLine,
  addendumLineOf,
  amendProtocol,
  appraisalView,
  createDraft,
  editDraft,
  familyTaken,
  listAddenda,
  listOpenings,
  listProtocols,
  lodgePredictions,
  logRefusal,
  open,
  openingLine,
  protocolAccess,
  protocolCard,
  protocolDetail,
  readAppraisal,
  readProtocol,
  readReport,
  requireAuthenticated,
  type Signatory,
  saveAppraisal,
  sign,
  testSetNames,
  voidProtocol,
} from "../trial-validation/index.ts";
import { procedure, router } from "./init.ts";
import { signatory, withPassword } from "./signing.ts";

const reportSummary = z.object({
  /** What the primary analysis came to, in the words of the report. */
  sentence: z.string(),
  verdict: validationResult.shape.primary.shape.verdict,
  claim: validationResult.shape.claim,
  /** The primary measure of discrimination, in words: AUC, Harrell's C … */
  measure: z.string(),
  auc: validationResult.shape.primary.shape.analysis.shape.auc,
  events: z.int(),
  nonEvents: z.int(),
  rules: validationResult.shape.primary.shape.rules,
  tooSmall: z.array(z.string()),
});

const ofProtocol = z.object({ protocol: z.uuid() });
const { password } = withPassword;
const halfOfKey = z.string().regex(/^[0-9a-f]{64}$/, "A half of a key is 64 hexadecimal digits.");

const statistician = ({ db, person }: { db: Database; person: Person }, given: string): Signatory =>
  signatory(db, person, { password: given, role: "statistician", about: null });

/** What a person needs to have each long act done in their name. */
const ACT_NEEDS = {
  preview: "write-protocol",
  prepare: "write-protocol",
  prove: "write-protocol",
  lock: "lock-protocol",
  predict: "lock-protocol",
  report: "open-outcomes",
  verify: "read-report",
} as const;

export const protocolsRouter = router({
  /**
   * Stores a new draft. The plan is read and refused with every fault at once; where another text stands under its name
   * already, it is not taken for that one.
   */
  create: procedure
    .input(z.object({ plan: z.unknown() }))
    .output(z.object({ protocolId: z.uuid(), created: z.boolean() }))
    .mutation(async ({ ctx: { db, person }, input: { plan } }) => {
      const { isSame, ...draft } = await createDraft(db, { personId: person.id, plan });
      if (!isSame) familyTaken(readPlan(plan));
      return draft;
    }),

  edit: procedure
    .input(ofProtocol.extend({ plan: z.unknown(), seen: z.string().optional() }))
    .output(z.object({ documentHash: z.string() }))
    .mutation(({ ctx: { db, person }, input: { protocol, plan, seen } }) =>
      editDraft(db, { personId: person.id, protocolId: protocol, plan, seen }),
    ),

  amend: procedure
    .input(ofProtocol.extend({ plan: z.unknown(), reason: z.string().max(2000) }))
    .output(z.object({ protocolId: z.uuid(), version: z.int() }))
    .mutation(({ ctx: { db, person }, input: { protocol, plan, reason } }) =>
      amendProtocol(db, { personId: person.id, protocolId: protocol, plan, reason }),
    ),

  /** Has a long act done by the worker: counting the split, preparing, closing the lock, predicting, reporting, verifying, proving. */
  run: procedure
    .input(ofProtocol.extend({ act: z.enum(["preview", "prepare", "prove", "lock", "predict", "report", "verify"]) }))
    .output(z.object({ jobId: z.uuid() }))
    .mutation(async ({ ctx, input: { protocol, act } }) => {
      const { trialId } = await asPerson(ctx.db, ctx.person.id, (tx) =>
        protocolAccess(tx, ctx.person.id, protocol, [ACT_NEEDS[act]]),
      );
      const request = { kind: "validate" as const, action: act, protocolId: protocol };
      return { jobId: await ctx.jobs.enqueue(ctx.person.id, request, trialId) };
    }),

  /** Lodges predictions that were made elsewhere: a table with one line for every test subject. */
  lodge: procedure
    .input(ofProtocol.extend({ csv: z.string().max(20_000_000) }))
    .output(z.object({ computed: z.int(), notComputable: z.int(), fileHash: z.string() }))
    .mutation(({ ctx: { db, person }, input: { protocol, csv } }) =>
      lodgePredictions(db, { personId: person.id, protocolId: protocol, csv }),
    ),

  /** QUADAS-2 of the protocol's study: the person's form, the versions, and what the record says for each domain. */
  appraisal: procedure
    .input(ofProtocol)
    .output(appraisalView)
    .query(({ ctx: { db, person }, input: { protocol } }) =>
      readAppraisal(db, { personId: person.id, protocolId: protocol }),
    ),

  /** Saves the next version of the person's own form, as a draft or final. */
  appraise: procedure
    .input(ofProtocol.extend({ form: quadasAssessment, seen: z.int().min(0) }))
    .output(z.object({ version: z.int(), state: z.enum(["draft", "final"]) }))
    .mutation(({ ctx: { db, person }, input: { protocol, ...saved } }) =>
      saveAppraisal(db, { personId: person.id, protocolId: protocol }, saved),
    ),

  /** What was filed beside the report. */
  addenda: procedure
    .input(ofProtocol)
    .output(z.array(addendumLine))
    .query(async ({ ctx: { db, person }, input: { protocol } }) =>
      (await listAddenda(db, { personId: person.id, protocolId: protocol })).map(addendumLineOf),
    ),

  /** Has the worker file analyses that nobody planned, or a correction, beside a filed report; the password is asked anew. */
  add: procedure
    .input(ofProtocol.extend({ addendum: z.enum(["post hoc", "erratum"]), request: z.unknown(), password }))
    .output(z.object({ jobId: z.uuid() }))
    .mutation(async ({ ctx, input: { protocol, addendum, request, password: given } }) => {
      const { trialId } = await asPerson(ctx.db, ctx.person.id, (tx) =>
        protocolAccess(tx, ctx.person.id, protocol, ["open-outcomes"]),
      );
      await logRefusal(
        ctx.db,
        { personId: ctx.person.id, protocolId: protocol, act: "report", meaning: "reported" },
        () => requireAuthenticated(statistician(ctx, given), "reported"),
      );
      const job = { kind: "addendum" as const, addendum, protocolId: protocol, request };
      return { jobId: await ctx.jobs.enqueue(ctx.person.id, job, trialId) };
    }),

  /** Signs the text as it stands. The hash that the person saw must still be its hash. */
  sign: procedure
    .input(
      ofProtocol.extend({
        meaning: z.enum(["authored", "approved for locking", "reported", "made void"]),
        documentHash: z.string(),
        password,
      }),
    )
    .output(z.object({ signatureId: z.uuid() }))
    .mutation(({ ctx, input }) =>
      logRefusal(
        ctx.db,
        { personId: ctx.person.id, protocolId: input.protocol, act: "signature", meaning: input.meaning },
        async () => ({
          signatureId: await sign(ctx.db, input.protocol, statistician(ctx, input.password), input.meaning, {
            seen: input.documentHash,
          }),
        }),
      ),
    ),

  /** Opens the test set, once: password, both halves of the key, and the name of the family typed out. */
  open: procedure
    .input(
      ofProtocol.extend({ family: z.string(), password, halves: z.object({ a: halfOfKey, b: halfOfKey }).optional() }),
    )
    .output(z.object({ openingId: z.uuid() }))
    .mutation(({ ctx, input }) => {
      const attempt = { personId: ctx.person.id, protocolId: input.protocol, act: "opening" } as const;
      const custodians = {
        halves: async () => {
          if (input.halves) return { a: Buffer.from(input.halves.a, "hex"), b: Buffer.from(input.halves.b, "hex") };
          const { study, testSet } = await asPerson(ctx.db, ctx.person.id, (tx) => testSetNames(tx, input.protocol));
          return (
            (await ctx.custodians?.halvesOf(study, testSet)) ??
            refuse("SEAL_KEY_WRONG", "The key's halves are not kept here; each custodian must give theirs.")
          );
        },
      };
      return logRefusal(ctx.db, attempt, async () => {
        const { family } = await asPerson(ctx.db, ctx.person.id, (tx) => testSetNames(tx, input.protocol));
        if (input.family.trim() !== family)
          refuse("PROTOCOL_UNKNOWN", `The name typed is '${input.family.trim()}'; this protocol is ${family}.`);
      }).then(() => open(ctx.db, input.protocol, { opener: statistician(ctx, input.password), custodians }));
    }),

  /** Makes a protocol void; a signed one needs the signature 'made void' of another person first. */
  void: procedure
    .input(ofProtocol.extend({ reason: z.string().max(2000), password }))
    .output(z.object({ state: z.literal("void") }))
    .mutation(async ({ ctx, input }) => {
      await voidProtocol(ctx.db, input.protocol, {
        reason: input.reason,
        signatories: [statistician(ctx, input.password)],
      });
      return { state: "void" as const };
    }),

  /** Every opening of a test set in the person's trials, and every refused attempt on a protocol that they see. */
  openings: procedure.output(z.array(openingLine)).query(({ ctx: { db, person } }) => listOpenings(db, person.id)),

  list: procedure
    .input(z.object({ trial: key.optional() }))
    .output(z.array(protocolCard))
    .query(({ ctx: { db, person }, input: { trial } }) =>
      asPerson(db, person.id, (tx) => listProtocols(tx, person.id, trial === undefined ? {} : { trial })),
    ),

  read: procedure
    .input(z.object({ protocol: z.uuid() }))
    .output(protocolDetail)
    .query(({ ctx: { db, person }, input }) => readProtocol(db, person.id, input.protocol)),

  /** The head of a filed report; the whole of it is the report's own paper. */
  report: procedure
    .input(z.object({ protocol: z.uuid() }))
    .output(reportSummary)
    .query(async ({ ctx: { db, person }, input }) => {
      const { primary, claim, tooSmall, protocol } = (await readReport(db, person.id, input.protocol)).result;
      const { auc, events, nonEvents } = primary.analysis;
      return {
        sentence: primary.sentence,
        verdict: primary.verdict,
        claim,
        measure: primaryMeasure(protocol.primary),
        auc,
        events,
        nonEvents,
        rules: primary.rules,
        tooSmall,
      };
    }),
});
