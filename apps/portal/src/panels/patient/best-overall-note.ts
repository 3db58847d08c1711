import { responseKind } from "../../ui/response-kind.ts";

const CONFIRMABLE: readonly string[] = ["complete", "partial"];

/** What stands under the best overall response: only a response can be confirmed, a stable disease or a progression is not. */
export function bestOverallNote({ confirmed, unconfirmed }: { confirmed: string; unconfirmed: string }): string {
  const isConfirmed = CONFIRMABLE.includes(responseKind(confirmed).kind);
  if (confirmed === unconfirmed) return isConfirmed ? "confirmed" : "the same with and without confirmation";
  return `${isConfirmed ? "confirmed" : "with confirmation"}; ${unconfirmed} without`;
}
