import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const TRIAL = "/trials/atezolizumab-kinetics";

/** Every page that reads something in its address, with what it reads, by the folder of the page. */
const PAGES: Readonly<Record<string, { readonly at: string; readonly reads: readonly string[] }>> = {
  "sign-in": { at: "/sign-in", reads: ["said", "to"] },
  "choose-password": { at: "/choose-password", reads: ["to"] },
  "second-factor": { at: "/second-factor", reads: ["to"] },
  "admin/new-trial": { at: "/admin/new-trial", reads: ["template", "like"] },
  library: { at: "/library", reads: ["search", "tumour", "modality", "endpoint", "validation"] },
  audit: { at: "/audit", reads: ["search", "action", "trial", "patient", "actor", "from", "to", "upTo", "page"] },
  worklist: { at: "/worklist", reads: ["asOf", "day", "trial", "site", "kind", "move", "coming", "page"] },
  features: { at: "/features", reads: ["search", "family"] },
  "models/register": { at: "/models/register", reads: ["development"] },
  "validation/sample-size": {
    at: "/validation/sample-size",
    reads: ["kind", "parameters", "prevalence", "coxSnell", "threshold"],
  },
  "trials/[trial]": {
    at: TRIAL,
    reads: ["sort", "direction", "search", "arm", "site", "best", "flag", "who", "confirmation", "page"],
  },
  "trials/[trial]/strata": { at: `${TRIAL}/strata`, reads: ["page"] },
  "trials/[trial]/awaited": { at: `${TRIAL}/awaited`, reads: ["progressions", "responses"] },
  "trials/[trial]/patients/[patient]": { at: `${TRIAL}/patients/S1-0007`, reads: ["ask"] },
  "trials/[trial]/plan": { at: `${TRIAL}/plan`, reads: ["version"] },
  "trials/[trial]/agreement": { at: `${TRIAL}/agreement`, reads: ["first", "second"] },
  "trials/[trial]/criteria": { at: `${TRIAL}/criteria`, reads: ["first", "second", "of"] },
  "trials/[trial]/cohort": {
    at: `${TRIAL}/cohort`,
    reads: [
      ...["criterion", "best", "arm", "site", "sel", "only", "page", "endpoint", "by"],
      ...["marker", "kind", "region", "pool", "visit", "family", "feature"],
    ],
  },
  "trials/[trial]/enter": { at: `${TRIAL}/enter`, reads: ["subject", "visit", "scan"] },
  "trials/[trial]/toxicity": { at: `${TRIAL}/toxicity`, reads: ["page"] },
  "trials/[trial]/endpoints": {
    at: `${TRIAL}/endpoints`,
    reads: ["criterion", "page", "score", "worse", "landmark", "horizon"],
  },
};

/** As they stand in an address: NUL, no UTF-8, SQL and its wildcards, beyond every integer, and long. */
const ODD = [
  "%00",
  "%ED%A0%80",
  "%27%20or%201%3D1%20--",
  "%25_%5C",
  "-1",
  "1e309",
  "9007199254740991",
  "x".repeat(4000),
];

test("every page that reads its address is tried here", () => {
  const app = join(import.meta.dirname, "../src/app");
  const found = readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page.tsx") && readFileSync(join(app, file), "utf8").includes("searchParams"))
    .map((file) => relative(".", dirname(file)).replace("(signed-in)/", ""));
  expect(found.sort()).toEqual(Object.keys(PAGES).sort());
});

/** What an error that nobody expected leaves in a page which had begun already; a page that is not there is expected. */
const FAILED = /data-dgst="(?!NEXT_)|\$RX\("[^"]*","(?!NEXT_)|"digest\\?":\\?"(?!NEXT_)/;

async function faultOf(request: APIRequestContext, address: string): Promise<readonly string[]> {
  const answer = await request.get(address, { maxRedirects: 0 });
  const failed = FAILED.exec(await answer.text());
  return answer.status() >= 500 || failed ? [`${answer.status()} ${failed?.[0] ?? ""} ${address.slice(0, 160)}`] : [];
}

const OF_ADMINISTRATOR = ["admin/new-trial", "audit"];
for (const person of ["administrator", "coordinator"] as const)
  test.describe(`odd addresses, as ${person}`, () => {
    test.use({ person });
    test("are pages or refusals in words, never errors", async ({ request }) => {
      test.slow();
      const addresses = Object.entries(PAGES)
        .filter(([page]) => OF_ADMINISTRATOR.includes(page) === (person === "administrator"))
        .flatMap(([, { at, reads }]) =>
          ODD.flatMap((odd) => [
            ...reads.map((name) => `${at}?${name}=${odd}`),
            `${at}?${reads.map((name) => `${name}=${odd}&${name}=${odd}`).join("&")}`,
          ]),
        )
        // A server reads no longer address than that.
        .filter((address) => address.length < 9000);
      const faults: string[] = [];
      for (let at = 0; at < addresses.length; at += 4)
        faults.push(...(await Promise.all(addresses.slice(at, at + 4).map((one) => faultOf(request, one)))).flat());
      expect(faults).toEqual([]);
    });
  });
