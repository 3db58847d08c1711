import { asPerson } from "@nadir/db";
import { findPlaces, places, placesQuery } from "../find/index.ts";
import { procedure, router } from "./init.ts";

export const findRouter = router({
  places: procedure
    .input(placesQuery)
    .output(places)
    .query(({ ctx: { db, person }, input }) => asPerson(db, person.id, (tx) => findPlaces(tx, person.id, input))),
});
