import { asPerson } from "@nadir/db";
import { z } from "zod";
import {
  askAgain,
  askingAgain,
  callMeeting,
  caseDetail,
  caseQuery,
  castVote,
  changedMeeting,
  changeMeeting,
  decide,
  deciding,
  listMeetings,
  meetingDetail,
  meetingQuery,
  meetings,
  meetingsQuery,
  newCase,
  newMeeting,
  orderAgenda,
  ordering,
  propose,
  proposing,
  putOnAgenda,
  readCase,
  readMeeting,
  takeOffAgenda,
  takingOff,
  voting,
} from "../board/index.ts";
import { procedure, router } from "./init.ts";
import { ofRow, signatory, withPassword } from "./signing.ts";

const acted = z.object({ number: z.int() });

/** The tumour board: meetings, their agendas, and what is decided on each patient. */
export const boardRouter = router({
  meetings: procedure
    .input(meetingsQuery)
    .output(meetings)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => listMeetings(tx, person.id, input))),

  meeting: procedure
    .input(meetingQuery)
    .output(meetingDetail)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readMeeting(tx, person.id, input))),

  case: procedure
    .input(caseQuery)
    .output(caseDetail)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => readCase(tx, person.id, input))),

  convene: procedure
    .input(newMeeting)
    .output(z.object({ meeting: z.uuid() }))
    .mutation(({ ctx: { db, person }, input }) => callMeeting(db, person.id, input)),

  change: procedure
    .input(changedMeeting)
    .output(z.object({ changed: z.int() }))
    .mutation(({ ctx: { db, person }, input }) => changeMeeting(db, person.id, input)),

  put: procedure
    .input(newCase)
    .output(z.object({ case: z.uuid() }))
    .mutation(({ ctx: { db, person }, input }) => putOnAgenda(db, person.id, input)),

  order: procedure
    .input(ordering)
    .output(acted)
    .mutation(({ ctx: { db, person }, input }) => orderAgenda(db, person.id, input)),

  ask: procedure
    .input(askingAgain)
    .output(acted)
    .mutation(({ ctx: { db, person }, input }) => askAgain(db, person.id, input)),

  takeOff: procedure
    .input(takingOff)
    .output(acted)
    .mutation(({ ctx: { db, person }, input }) => takeOffAgenda(db, person.id, input)),

  propose: procedure
    .input(proposing)
    .output(acted)
    .mutation(({ ctx: { db, person }, input }) => propose(db, person.id, input)),

  vote: procedure
    .input(voting)
    .output(acted)
    .mutation(({ ctx: { db, person }, input }) => castVote(db, person.id, input)),

  decide: procedure
    .input(deciding.extend(withPassword))
    .output(acted)
    .mutation(({ ctx: { db, person }, input: { password, ...on } }) =>
      decide(db, signatory(db, person, { password, role: "board", about: ofRow("case", on.case) }), on),
    ),
});
