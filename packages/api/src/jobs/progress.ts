import { asPerson, type Database } from "@nadir/db";
import { JOB_CHANNEL, type JobView } from "./job.ts";

/** Rows are written at most this often for progress within a step; a new step and the end are always written. */
const WRITE_EVERY_MS = 250;

export interface JobProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
}

/** Writes into the job's row and announces it. `db` signs in as the application; the row is the asker's own. */
export class JobWriter {
  #last = 0;
  #step = "";
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly db: Database,
    private readonly job: { readonly jobId: string; readonly personId: string },
  ) {}

  /** Never waited for by the work itself: a slow row must not slow the work. Failures surface in `settle`. */
  readonly progress = ({ step, done, total }: JobProgress): void => {
    const now = performance.now();
    if (step === this.#step && done < total && now - this.#last < WRITE_EVERY_MS) return;
    this.#last = now;
    this.#step = step;
    this.#writing = this.#writing.then(() => this.#write({ state: "running", step, done, total }));
  };

  begin = (): Promise<void> => this.#write({ state: "running", step: "starting", done: 0, total: 0 });

  async settle(end: Pick<JobView, "state" | "message" | "result">): Promise<void> {
    await this.#writing;
    await this.#write(end);
  }

  #write(change: Partial<Omit<JobView, "id" | "kind">>): Promise<void> {
    return asPerson(this.db, this.job.personId, async ({ sql }) => {
      const { result, ...plain } = change;
      await sql`
        UPDATE derived.job SET ${sql(plain as Record<string, string | number | null>)}, updated_at = now()
          ${result === undefined ? sql`` : sql`, result = ${JSON.stringify(result)}::jsonb`}
         WHERE id = ${this.job.jobId}`;
      await sql`SELECT pg_notify(${JOB_CHANNEL}, ${this.job.jobId})`;
    });
  }
}
