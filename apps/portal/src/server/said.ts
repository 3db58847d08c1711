import "server-only";

/** A plain sentence with a status, for addresses that are no pages. */
export const said = (status: number, sentence: string): Response =>
  new Response(sentence, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
