import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** WCAG 2.2, 2.5.8: axe leaves it off unless it is asked for. */
export const TARGET_SIZE = "target-size";

/**
 * Serious and critical faults by axe's rules with that of the targets' size, or by the named ones only, one line an
 * element. What passes is not described: that takes a good part of the time.
 */
export async function accessibilityFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .exclude("iframe")
    .options({
      resultTypes: ["violations"],
      ...(rules ? { runOnly: { type: "rule", values: [...rules] } } : { rules: { [TARGET_SIZE]: { enabled: true } } }),
    })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`));
}
