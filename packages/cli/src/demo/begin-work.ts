import { callMeeting, listMeetings, putOnAgenda } from "@nadir/api/board";
import { personByEmail } from "@nadir/api/identity";
import { listReads, setCharter } from "@nadir/api/reads";
import { lodgeRule, parseRule, readStrata } from "@nadir/api/strata";
import { asPerson, type Database } from "@nadir/db";
import { BEGUN_WORK } from "@nadir/demo";

interface DemoPeople {
  readonly id: string;
  readonly email: string;
}

/**
 * Begins the work that the demonstration's people find on their first day, each part by the person whose work it is. A trial that
 * has a reading charter, a meeting or a rule already keeps what it has. Answers how many of the three were begun.
 */
export async function beginDemoWork(db: Database, people: readonly DemoPeople[]): Promise<number> {
  const begun = [
    await openReading(db, await accountOf(db, people, "administrator")),
    await callTheBoard(db, await accountOf(db, people, "coordinator")),
    await lodgeStrata(db, await accountOf(db, people, "statistician")),
  ];
  return begun.filter(Boolean).length;
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
