export { queryFacts, raiseQueryOn, readQueries, sayInQuery } from "./queries.ts";
export { type QueryThread, queriesOfSubject, queryThread, raiseQuery, saidInQuery } from "./query-shape.ts";
