import { ask } from "./ask.ts";
import type { SignedIn } from "./people.ts";

/** What people of a trial have begun, and where it stands. */
export interface WorkBegun {
  /** Address of a reader's draft. */
  readonly read: string;
  /** Address of a decision between two reads that differ. */
  readonly adjudication: string;
  /** Address of a meeting of the tumour board. */
  readonly meeting: string;
  readonly onAgenda: readonly string[];
}

/** Opens reading, begins a read, and calls a meeting with ten patients on its agenda. */
export async function beginWork(
  address: string,
  people: Readonly<Record<"administrator" | "reader" | "coordinator", SignedIn>>,
  trial: string,
): Promise<Omit<WorkBegun, "adjudication">> {
  const [administrator, reader, coordinator] = [people.administrator, people.reader, people.coordinator].map(
    (person) => ({ address, person }),
  ) as [Asks, Asks, Asks];
  const { charter } = await ask<{ charter: object | null }>(administrator, "reads.list", { trial });
  if (charter === null)
    await ask(
      administrator,
      "reads.setCharter",
      {
        trial,
        charter: { readers: 2, adjudication: true, sumDiffersPercent: null },
        seen: 0,
        reason: "measurement of the portal",
      },
      "write",
    );
  const { session } = await ask<{ session: string }>(
    reader,
    "reads.take",
    { trial, subject: "S0001", visit: "v0" },
    "write",
  );
  const { meeting } = await ask<{ meeting: string }>(
    coordinator,
    "board.convene",
    { trial, heldOn: new Date().toISOString().slice(0, 10), title: `Measured ${Date.now()}` },
    "write",
  );
  const onAgenda = Array.from({ length: 10 }, (_, n) => `S${String(n + 1).padStart(4, "0")}`);
  for (const subject of onAgenda)
    await ask(coordinator, "board.put", { meeting, subject, question: "Progression?" }, "write");
  return {
    read: `/trials/${trial}/reads/${session}`,
    meeting: `/trials/${trial}/board/${meeting}`,
    onAgenda,
  };
}
type Asks = Parameters<typeof ask>[0];
