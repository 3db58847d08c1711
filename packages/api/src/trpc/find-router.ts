import { asPerson } from "@nadir/db";
import { z } from "zod";
import { findPlaces, meetings, nextMeetings, places, placesQuery } from "../find/index.ts";
import { procedure, router } from "./init.ts";

export const findRouter = router({
  places: procedure
    .input(placesQuery)
    .output(places)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => findPlaces(tx, person.id, input))),

  meetings: procedure
    .input(z.void())
    .output(meetings)
    .query(({ ctx: { db, person } }) => asPerson(db, person.id, nextMeetings)),
});
