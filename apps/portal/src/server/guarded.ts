import "server-only";

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/**
 * A handler for requests that may change something. Refused with 403 unless the browser says that a page of this portal
 * sent it (`Origin`, else `Sec-Fetch-Site`; every browser of the last years sends one of them with a POST), and with 413
 * when its body is larger than `limit` bytes, by its own word or in fact. The session cookie's `SameSite=Lax` stands
 * behind this; better-auth checks the same for its own addresses.
 */
export function guarded<Context>(
  {
    origins,
    limit,
    instead = "",
  }: {
    readonly origins: () => Promise<readonly string[]>;
    readonly limit: number;
    /** What to do with more than the limit. */
    readonly instead?: string;
  },
  handler: Handler<Context>,
): Handler<Context> {
  return async (request, context) => {
    if (!(await isFromHere(request.headers, origins)))
      return refused(403, "FOREIGN_ORIGIN", "This request did not come from a page of this portal; nothing was done.");
    const tooLarge = () =>
      refused(
        413,
        "BODY_TOO_LARGE",
        `The request is larger than ${limit / 1e6} MB; nothing was done. ${instead}`.trim(),
      );
    if (Number(request.headers.get("content-length") ?? 0) > limit) return tooLarge();
    const counted = limited(request, limit);
    try {
      const answer = await handler(counted.request, context);
      return counted.isOver() ? tooLarge() : answer;
    } catch (error) {
      if (counted.isOver()) return tooLarge();
      throw error;
    }
  };
}

async function isFromHere(headers: Headers, origins: () => Promise<readonly string[]>): Promise<boolean> {
  const origin = headers.get("origin");
  if (origin !== null) return (await origins()).includes(origin);
  return headers.get("sec-fetch-site") === "same-origin";
}

/** The same request, whose body ends in an error once it is over the limit: a body in pieces names no length. */
function limited(request: Request, limit: number): { request: Request; isOver: () => boolean } {
  let seen = 0;
  const isOver = () => seen > limit;
  if (!request.body) return { request, isOver };
  const body = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (isOver()) controller.error(new Error("The body is over the limit."));
        else controller.enqueue(chunk);
      },
    }),
  );
  const { url, method, headers, signal } = request;
  return { request: new Request(url, { method, headers, signal, body, duplex: "half" } as RequestInit), isOver };
}

const refused = (status: number, code: string, message: string): Response =>
  Response.json({ code, message, problems: [{ code, message }] }, { status, headers: { "cache-control": "no-store" } });
