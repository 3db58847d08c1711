import { protocolDocument } from "@nadir/domain";
import { z } from "zod";

/** A JSON Schema of what people write of a protocol: from it the portal's editor draws its fields. */
export function planSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(protocolDocument.omit({ frozen: true }), { io: "input", unrepresentable: "any" });
  return JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
}
