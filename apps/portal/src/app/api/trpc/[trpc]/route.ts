import { appRouter } from "@nadir/api/trpc";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { guarded } from "../../../../server/guarded.ts";
import { ownOrigins } from "../../../../server/platform.ts";
import { contextOf } from "../../../../server/request-context.ts";

/** The largest call is a validation's plan or its predictions as CSV. */
const LIMIT = 20_000_000;
/** Procedures of one request. A page asks for a dozen at the most. */
const BATCH = 50;

const handle = (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    maxBatchSize: BATCH,
    createContext: () => contextOf(request.headers),
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") console.error(`${path ?? "?"}:`, error.cause ?? error);
    },
  });

export { handle as GET };
export const POST = guarded({ origins: ownOrigins, limit: LIMIT }, handle);
