export { queryFacts, raiseQueryOn, readQueries, sayInQuery, waitingQueries } from "./queries.ts";
export {
  type QueryThread,
  queriesOfSubject,
  queryThread,
  raiseQuery,
  saidInQuery,
  type WaitingQuery,
  waitingQuery,
} from "./query-shape.ts";
