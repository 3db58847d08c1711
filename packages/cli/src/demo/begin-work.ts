import { callMeeting, listMeetings, putOnAgenda } from "@nadir/api/board";
import { personByEmail } from "@nadir/api/identity";
import { listReads, setCharter } from "@nadir/api/reads";
import { lodgeRule, parseRule, readStrata } from "@nadir/api/strata";
import { asPerson, type Database } from "@nadir/db";
import { BEGUN_WORK } from "@nadir/demo";
import { Refusal } from "@nadir/domain";
import { message } from "../speak.ts";

interface DemoPeople {
  readonly id: string;
  readonly email: string;
}

/**
 * Begins the work that the demonstration's people find on their first day, each part by the person whose work it is. A trial that
 * has a reading charter, a meeting or a rule already keeps what it has; what is refused, as where somebody has locked the trial
 * meanwhile, is told and left. Answers how many of the three were begun.
 */
export async function beginDemoWork(db: Database, people: readonly DemoPeople[]): Promise<number> {
  let begun = 0;
  for (const [id, begin] of [
    ["administrator", openReading],
    ["coordinator", callTheBoard],
    ["statistician", lodgeStrata],
  ] as const) {
    const person = await accountOf(db, people, id);
    try {
      if (await begin(db, person)) begun++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      message(`\nNot begun by the ${id}: ${error.problems.map((problem) => problem.message).join(" ")}`);
    }
  }
  return begun;
}

async function accountOf(db: Database, people: readonly DemoPeople[], id: string): Promise<string> {
  const person = people.find((one) => one.id === id);
  const account = person && (await personByEmail(db, person.email));
  if (!account) throw new Error(`The demonstration has no ${id}.`);
  return account.id;
}

async function openReading(db: Database, administrator: string): Promise<boolean> {
  const { trial, charter, reason } = BEGUN_WORK.reading;
  const { charter: there } = await asPerson(db, administrator, (tx) => listReads(tx, administrator, trial));
  if (there) return false;
  await setCharter(db, administrator, { trial, charter, seen: 0, reason });
  return true;
}

async function callTheBoard(db: Database, coordinator: string): Promise<boolean> {
  const { trial, title, inDays, questions } = BEGUN_WORK.meeting;
  const { meetings } = await asPerson(db, coordinator, (tx) => listMeetings(tx, coordinator, { trial }));
  if (meetings.length > 0) return false;
  const heldOn = new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);
  const { meeting } = await callMeeting(db, coordinator, { trial, heldOn, title });
  for (const [subject, question] of questions) await putOnAgenda(db, coordinator, { meeting, subject, question });
  return true;
}

async function lodgeStrata(db: Database, statistician: string): Promise<boolean> {
  const { trial, rule } = BEGUN_WORK.strata;
  const { versions } = await asPerson(db, statistician, (tx) => readStrata(tx, statistician, trial));
  if (versions.length > 0) return false;
  await asPerson(db, statistician, (tx) => lodgeRule(tx, trial, parseRule(rule), null));
  return true;
}
