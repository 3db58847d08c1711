import { describe, expect, it } from "vitest";
import { parts } from "./formula.tsx";

const shown = (text: string): string =>
  parts(text)
    .map(({ kind, words }) => (kind === "line" ? words : kind === "below" ? `↓${words}↓` : `↑${words}↑`))
    .join("");

describe("formulas of the catalogue", () => {
  it.each([
    ["w_ij (x_i−µ)", "w↓ij↓ (x↓i↓−µ)"],
    ["2 Σ_{i<j} p / (i−j)²", "2 Σ↓i<j↓ p / (i−j)²"],
    ["(36π V²)^(1/3) / A", "(36π V²)↑1/3↑ / A"],
    ["−Σ p_x p_y log₂(p_x p_y)", "−Σ p↓x↓ p↓y↓ log₂(p↓x↓ p↓y↓)"],
    ["longest chord", "longest chord"],
  ])("%j is set as %j", (text, expected) => expect(shown(text)).toBe(expected));
});
