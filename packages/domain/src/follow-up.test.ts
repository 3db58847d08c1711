import { expect, test } from "vitest";
import { FOLLOW_UP_FIELDS, partSubject } from "./follow-up.ts";
import { subject } from "./record/subject.ts";

const alice = subject.parse({ key: "s-1", site: "a", arm: "x", treatmentStart: "2020-01-01", sex: "female" });

test("what became of a subject is parted from what was known at enrolment, and both together are the subject", () => {
  const whole = { ...alice, deathOn: "2021-01-01", note: "seen last in May" };
  const { atEnrolment, followUp } = partSubject(whole);
  expect(followUp).toEqual({ deathOn: "2021-01-01", note: "seen last in May" });
  for (const field of FOLLOW_UP_FIELDS) expect(atEnrolment).not.toHaveProperty(field);
  expect({ ...atEnrolment, ...followUp }).toEqual(whole);
});

test("a subject of whom nothing later is known has no follow-up", () => {
  expect(partSubject(alice)).toEqual({ atEnrolment: alice, followUp: undefined });
});
