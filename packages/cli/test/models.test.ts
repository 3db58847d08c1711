import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { plantTrial } from "../../api/src/read/testing/plant-trial.ts";
import { Folder } from "../src/testing/run-nadir.ts";
import { type OwnInstallation, ownInstallation } from "./own-installation.ts";

let own: OwnInstallation;
const folder = new Folder();
beforeAll(async () => {
  own = await ownInstallation();
  await plantTrial(own.database.db);
});
afterAll(async () => {
  folder.remove();
  await own.close();
});
// biome-ignore lint/suspicious/noExplicitAny: the answer is read by path
const answer = (ran: { json: () => unknown[] }) => ran.json()[0] as any;

describe("nadir models", () => {
  test("registers a bundled signature, lists it as research only, shows its card", async () => {
    expect(answer(await own.nadir("models", "list"))).toEqual([]);
    const made = await own.nadir("models", "register", "lipi", "--trial", "small-trial");
    expect(made.status, made.stderr).toBe(0);
    expect(made.stderr).toContain("Research only until a locked protocol");
    const listed = answer(await own.nadir("models", "list", "--trial", "small-trial"));
    expect(listed).toMatchObject([
      {
        key: "lipi",
        version: "1",
        trial: "small-trial",
        speaks: "before-treatment",
        standing: { state: "research-only" },
      },
    ]);
    const shown = answer(await own.nadir("models", "show", "lipi@1"));
    expect(shown.card.signature.origin.printed[0].citation).toMatch(/Mezquita/);
    expect([shown.documentHash, shown.signatureHash]).toEqual([answer(made).documentHash, answer(made).signatureHash]);
  });
  test.each([
    ["a trial that is not there", ["register", "lipi", "--trial", "nowhere"], /There is no trial 'nowhere'/],
    [
      "a moment that is none",
      ["register", "lipi", "--trial", "small-trial", "--speaks", "later"],
      /--speaks is 'later'/,
    ],
    [
      "a signature that is not there",
      ["register", "lippi", "--trial", "small-trial"],
      /no bundled signature of that name; bundled are: .*lipi/,
    ],
    ["a model that is not there", ["show", "nothing"], /There is no model 'nothing'/],
  ])("refuses %s with a sentence", async (_, args, says) => {
    const ran = await own.nadir("models", ...args);
    expect(ran.status).not.toBe(0);
    expect(ran.stderr + ran.stdout).toMatch(says);
  });
  test("refuses a card with every fault of it, and writes nothing", async () => {
    const card = folder.file("card.json", {
      schema: "nadir.model-card/1",
      speaks: "sometimes",
      signature: { schema: "nadir.signature/1" },
    });
    const ran = await own.nadir("models", "register", card, "--trial", "small-trial");
    expect(ran.status).not.toBe(0);
    for (const place of ["speaks", "trainingData", "signature.inputs"])
      expect(ran.stderr + ran.stdout).toContain(place);
    expect(answer(await own.nadir("models", "list"))).toHaveLength(1);
  });
});
