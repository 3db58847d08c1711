import type { ProtocolDetail } from "@nadir/api/trial-validation";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { OpeningsPanel } from "./proof-panels.tsx";

const at = new Date("2026-03-01T10:00:00Z");
const line = (action: string, message: string | null) => ({
  ...{ seq: 1, at, actor: "Ada", action, hash: action },
  refused: message === null ? null : { codes: ["X"], message },
});
const shown = (openings: number) =>
  renderToStaticMarkup(
    createElement(OpeningsPanel, {
      protocol: {
        openings: Array.from({ length: openings }, (_, n) => ({
          ...{ reuse: n + 1, at, by: "Ada", ofThisProtocol: true, protocolHash: "ab".repeat(32) },
        })),
        log: [
          line("edit-refused", "an edit"),
          line("signature-refused", "a signature"),
          line("opening-refused", "an opening"),
          line("opened", null),
        ],
      } as unknown as ProtocolDetail,
    }),
  );

describe("the openings of a test set", () => {
  it("count the refused openings, and nothing else that was refused", () => {
    expect(shown(2)).toContain("opened twice, refused once");
    expect(shown(1)).toContain("opened once, refused once");
    expect(shown(0)).toContain("never opened, refused once");
    expect(shown(2)).toContain("an opening");
    expect(shown(2)).not.toMatch(/an edit|a signature/);
  });
});
