import { appRouter } from "@nadir/api/trpc";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { contextOf } from "../../../../server/request-context.ts";

const handle = (request: Request): Promise<Response> =>
  fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => contextOf(request.headers),
    onError: ({ error, path }) => {
      if (error.code === "INTERNAL_SERVER_ERROR") console.error(`${path ?? "?"}:`, error.cause ?? error);
    },
  });

export { handle as GET, handle as POST };
