import type { AppRouter } from "@nadir/api/trpc";
import { createTRPCClient, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { expect, it } from "vitest";
import { onceOnItsWay } from "./once-on-its-way.ts";

/** A client whose server answers when the test says so, and the acts that reached it. */
function asking() {
  const reached: { input: unknown; answer: (data: unknown) => void; refuse: () => void }[] = [];
  const server: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((hearer) => {
        reached.push({
          input: op.input,
          answer: (data) => {
            hearer.next({ result: { type: "data", data } } as never);
            hearer.complete();
          },
          refuse: () => hearer.error(new TRPCClientError("refused")),
        });
      });
  const client = createTRPCClient<AppRouter>({ links: [onceOnItsWay, server] });
  const ask = (reason: string) =>
    client.dataLock.lock.mutate({ trial: "t", reason, password: "p" } as never) as unknown;
  return { reached, ask };
}

it("sends an act once that is asked for twice while it is on its way, and tells both", async () => {
  const { reached, ask } = asking();
  const both = [ask("a"), ask("a")];
  expect(reached).toHaveLength(1);
  reached[0]?.answer("done");
  expect(await Promise.all(both)).toEqual(["done", "done"]);
});

it("sends other words, and the same again after the answer", async () => {
  const { reached, ask } = asking();
  const first = [ask("a"), ask("b")];
  expect(reached.map(({ input }) => (input as { reason: string }).reason)).toEqual(["a", "b"]);
  for (const one of reached) one.answer(null);
  await Promise.all(first);
  const again = ask("a");
  expect(reached).toHaveLength(3);
  reached[2]?.refuse();
  await expect(again).rejects.toThrow("refused");
  void ask("a");
  expect(reached, "a refusal ends it too").toHaveLength(4);
});
