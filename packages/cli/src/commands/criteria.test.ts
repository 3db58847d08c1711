import { describe, expect, test } from "vitest";
import { runNadir } from "../testing/run-nadir.ts";

describe("nadir criteria", () => {
  test("the defaults of one tumour type, with what is not implemented and where it comes from", async () => {
    const ran = await runNadir(["criteria", "--tumour-type", "hcc"]);
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.json()[0]).toMatchObject({
      schema: "nadir.criteria-defaults/1",
      types: [
        {
          tumourType: "hcc",
          usual: ["recist-1.1", "irecist"],
          // Lencioni R, Llovet JM. Semin Liver Dis 2010;30:52-60.
          missing: [{ name: "mRECIST", citation: "Lencioni and Llovet 2010, Semin Liver Dis 30:52" }],
          ncit: "C3099",
        },
      ],
    });
  });

  test("under another disease a type is judged as that disease is, and types that cannot stand under it are left out", async () => {
    const ran = await runNadir(["criteria", "--disease", "brain-metastases"]);
    const [{ types }] = ran.json() as [{ types: { tumourType: string; usual: string[] }[] }];
    expect(types.find((t) => t.tumourType === "melanoma")!.usual).toEqual(["rano-bm", "recist-1.1"]);
    expect(types.map((t) => t.tumourType)).not.toContain("glioblastoma");
  });

  test.each([
    ["an unknown type", ["--tumour-type", "sarkoma"], /There is no tumour type 'sarkoma'; there are glioblastoma/],
    ["an unknown disease", ["--disease", "leukaemia"], /There is no disease 'leukaemia'/],
    [
      "a type that does not stand under the disease",
      ["--tumour-type", "glioblastoma", "--disease", "solid-tumour"],
      /Glioblastoma, IDH-wildtype does not stand under the disease 'solid-tumour'; it stands under glioma/,
    ],
  ])("%s is wrong usage", async (_, args, sentence) => {
    const ran = await runNadir(["criteria", ...args]);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
    expect(ran.stderr).toMatch(sentence);
  });
});
