import { describe, expect, test } from "vitest";
import { composeProblems, composeSchemaProblems, containerfileProblems, instructions } from "./container-rules.mjs";

const exists = () => true;
const service = (change = {}) => ({
  image: "docker.io/library/postgres:17.6",
  user: "999:999",
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
  healthcheck: { test: ["CMD", "true"] },
  ...change,
});

describe("compose: the specification's schema", () => {
  test("a right file passes", () => expect(composeSchemaProblems({ services: { a: service() } })).toEqual([]));
  test.each([
    ["a misspelt field", { services: { a: service({ imgae: "x" }) } }, /services\/a.*imgae/],
    ["a wrong type", { services: { a: service({ healthcheck: "true" }) } }, /healthcheck/],
    ["an ISO duration", { services: { a: service({ stop_grace_period: "PT5S" }) } }, /stop_grace_period.*duration/],
    ["a port that is none", { services: { a: service({ ports: ["127.0.0.1:web:80"] }) } }, /ports/],
    ["an unknown section", { servces: {} }, /servces/],
  ])("%s is named", (_what, document, expected) =>
    expect(composeSchemaProblems(document).join("\n")).toMatch(expected),
  );
});

describe("compose: our rules", () => {
  test.each([
    ["root", { user: "root" }, /other than root/],
    ["no user", { user: undefined }, /other than root/],
    ["uid 0", { user: "0:0" }, /other than root/],
    ["no version", { image: "postgres" }, /names no version/],
    ["latest", { image: "postgres:latest" }, /names no version/],
    ["no healthcheck", { healthcheck: undefined }, /no healthcheck/],
    ["privileged", { privileged: true }, /asks for privileges/],
    ["capabilities", { cap_drop: [] }, /drop ALL/],
    ["a port open to the world", { ports: ["4300:4300"] }, /beyond loopback/],
    ["waiting for nobody", { depends_on: { b: { condition: "service_healthy" } } }, /'b', which is no service/],
    ["an undeclared volume", { volumes: ["data:/data"] }, /'data', which is no volume/],
    ["a password in the file", { environment: { DATABASE_URL: "postgres://a:secret@b/c" } }, /holds a password/],
  ])("%s is refused", (_what, change, expected) =>
    expect(composeProblems({ services: { a: service(change) } }, { exists })).toEqual([
      expect.stringMatching(expected),
    ]),
  );
  test("a service that ends by itself needs no healthcheck; a password from the environment is right", () => {
    const once = service({ healthcheck: undefined, restart: "no" });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Compose fills it in
    const url = service({ environment: { DATABASE_URL: "postgres://a:${WORD:?}@b/c" } });
    expect(composeProblems({ services: { a: once, b: url } }, { exists })).toEqual([]);
  });
});

describe("Containerfile", () => {
  const right = [
    "FROM node:20.1 AS base # comment",
    "RUN a && \\",
    "    b",
    "FROM base AS worker",
    "COPY --from=base /x ./",
    "USER node",
    'CMD ["node"]',
  ].join("\n");
  test("continuations are joined, comments left out", () =>
    expect(instructions("# c\nRUN a && \\\n  # inside\n  b\nCMD x")).toEqual([
      { line: 2, word: "RUN", rest: "a && b" },
      { line: 5, word: "CMD", rest: "x" },
    ]));
  test("a right file passes", () => expect(containerfileProblems(right, { wanted: ["worker"], exists })).toEqual([]));
  test.each([
    ["root", right.replace("USER node", "USER root"), /runs as root/],
    ["no USER", right.replace("USER node\n", ""), /runs as root/],
    ["shell CMD", right.replace('["node"]', "node"), /list form/],
    ["no version", right.replace("node:20.1", "node:latest"), /names no version/],
    ["misspelt", right.replace("RUN", "RNU"), /line 2: 'RNU' is no instruction/],
    ["absent stage", right.replace("--from=base", "--from=bse"), /'bse', which is no stage/],
    ["stage not made", right.replace("AS worker", "AS wrker"), /no stage 'worker'/],
  ])("%s is refused", (_what, text, expected) =>
    expect(containerfileProblems(text, { wanted: ["worker"], exists }).join("\n")).toMatch(expected),
  );
  test("a copied file must exist", () =>
    expect(containerfileProblems("FROM a:1\nCOPY x.json .\n", { wanted: [], exists: () => false })).toEqual([
      "line 2: copies 'x.json', which does not exist.",
    ]));
});
