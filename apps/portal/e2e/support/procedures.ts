import type { APIRequestContext, APIResponse } from "@playwright/test";

/** Asks a procedure directly, as a script with the person's session would: what the screen hides must be refused here too. */
export const askProcedure = (request: APIRequestContext, name: string, input: unknown): Promise<APIResponse> =>
  request.get(`/api/trpc/${name}`, {
    params: input === undefined ? {} : { input: JSON.stringify({ json: input }) },
  });

/** The answer of a procedure, without the dates' transformation. */
export async function answerOf<T>(request: APIRequestContext, name: string, input?: unknown): Promise<T> {
  const response = await askProcedure(request, name, input);
  if (!response.ok()) throw new Error(`${name}: ${response.status()} ${await response.text()}`);
  return ((await response.json()) as { result: { data: { json: T } } }).result.data.json;
}
