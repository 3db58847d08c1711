import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linkedSubjects } from "../link/linked-subjects.ts";
import { runNadir } from "../testing/run-nadir.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nadir-link-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
const write = async (name: string, text: string) => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

const table = (file: string, text: string) => ({ file, text });
const subjects = (text: string) => table("subjects.csv", `key,site\n${text}`);
const identities = (text: string) => table("identities.csv", `subject,system,value\n${text}`);
const tagsOf = (linked: { table: string }) => linked.table.match(/[a-z0-9.-]+:[0-9a-f]{64}/g) ?? [];

describe("nadir link", () => {
  test("hashes as HMAC-SHA-256 does elsewhere", () => {
    const key = Buffer.from("0b".repeat(32), "hex");
    const { table: made } = linkedSubjects(
      { identities: identities("P01,mrn,a-1"), subjects: subjects("P01,S1") },
      key,
    );
    // printf 'nadir.link/1\037mrn\037A-1' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0b0b…
    expect(made).toBe(
      "key,site,linkTags\nP01,S1,mrn:060489eb2e4e6593a59aaa43d54fc779d2a9224bc9246dae28a9f0c3f025126c\n",
    );
  });

  test("gives one patient one tag in two trials, whatever the case and spaces, and another under another key", () => {
    const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const link = (value: string, key: Buffer, system = "public-tcga") =>
      tagsOf(linkedSubjects({ identities: identities(`P,${system},${value}`), subjects: subjects("P,S1") }, key));
    expect(link("TCGA-06-0137", a)).toEqual(link(" tcga-06 -0137", a));
    expect(link("TCGA-06-0137", a)).not.toEqual(link("TCGA-06-0138", a));
    expect(link("TCGA-06-0137", a)).not.toEqual(link("TCGA-06-0137", b));
    expect(link("TCGA-06-0137", a)[0]!.split(":")[1]).not.toBe(link("TCGA-06-0137", a, "mrn")[0]!.split(":")[1]);
  });

  test("names every fault without repeating a value", () => {
    const given = identities("P09,mrn,secret-1\nP01,Big System,secret-2\nP01,mrn,\nP01,mrn,secret-3\nP02,mrn,secret-3");
    expect(() => linkedSubjects({ identities: given, subjects: subjects("P01,S1\nP02,S1") }, Buffer.alloc(32))).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ where: { file: "identities.csv", row: 2, column: "subject" } }),
          expect.objectContaining({ where: { file: "identities.csv", row: 3, column: "system" } }),
          expect.objectContaining({ where: { file: "identities.csv", row: 4, column: "value" } }),
          expect.objectContaining({ message: expect.stringContaining("stands for P01 and for P02") }),
        ],
        message: expect.not.stringContaining("secret"),
      }),
    );
  });

  test("makes a key once, for its owner only, and writes a table that holds no identifier", async () => {
    const people = await write("subjects.csv", "key,site,arm\nP01,S1,A\nP02,S1,A\n");
    const who = await write("identities.csv", "subject,system,value\nP01,mrn-munich,00412345\n");
    const [key, out] = [join(folder, "link.key"), join(folder, "linked.csv")];
    const args = ["link", who, "--subjects", people, "--key", key, "--out", out];
    expect((await runNadir(args)).stderr).toContain("--new-key");
    const made = await runNadir([...args, "--new-key"]);
    expect(made.status, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ subjects: 2, linked: 1, tags: 1 });
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(await readFile(out, "utf8")).toMatch(
      /^key,site,arm,linkTags\nP01,S1,A,mrn-munich:[0-9a-f]{64}\nP02,S1,A,\n$/,
    );
    expect(await readFile(out, "utf8")).not.toContain("412345");
    expect((await runNadir([...args, "--new-key"])).stderr).toContain("is there already");
  });
});
