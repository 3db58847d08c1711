import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { type CohortAddress, readCohortAddress } from "./cohort-address.ts";
import { packPatients } from "./listed-patients.ts";
import { SelectionField, SelectionProvider } from "./selection.tsx";
import { SelectionBar } from "./selection-bar.tsx";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: () => {} }) }));

const patient = (subject: string) => ({
  ...{ subject, arm: "A", best: "SD", bestChange: -5, noChange: null, pfs: null, simulated: false },
});

function bar(search: Record<string, string>, shown: readonly string[]): string {
  const address: CohortAddress = readCohortAddress(search);
  const children = [
    createElement(SelectionBar, { key: "bar", trial: "t", address, patients: shown.length }),
    createElement(SelectionField, { key: "field" }),
  ];
  const packed = packPatients(shown.map(patient));
  return renderToStaticMarkup(createElement(SelectionProvider, { initial: address.sel, shown: packed, children }));
}
const said = (html: string) => /<p role="status"[^>]*>(.*?)<\/p>/.exec(html)![1]!.replace(/<[^>]+>/g, "");

describe("the bar of the selection", () => {
  it("counts as chosen only who is shown, and says how many names of the address are not", () => {
    const html = bar({ sel: "P-1,NOPE" }, ["P-1", "P-2"]);
    expect(said(html)).toBe("1 of 2 patients chosen. 1 name in the address is of nobody shown here.");
    // Under another filter they may be there again: the address keeps them.
    expect(html).toContain('name="sel" value="NOPE,P-1"');
    expect(said(bar({ sel: "P-1,P-2" }, ["P-1", "P-2"]))).toBe("2 of 2 patients chosen.");
  });

  it("has nobody chosen of nobody, and the way back", () => {
    const html = bar({ sel: "NOPE", only: "1" }, []);
    expect(said(html)).toMatch(/^No patient chosen\..*1 name in the address is of nobody shown here\.$/);
    expect(html).not.toContain("of 0 patients");
    for (const way of ["Clear selection", "Show all patients again"]) expect(html).toContain(way);
    expect(html).not.toContain("Show only these");
  });
});
