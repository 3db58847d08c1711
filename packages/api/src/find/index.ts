export {
  findPlaces,
  type Meetings,
  meetings,
  nextMeetings,
  PLACES_OF_A_KIND,
  type Places,
  places,
  placesQuery,
} from "./find-places.ts";
