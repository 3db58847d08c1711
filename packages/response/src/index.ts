export { type AssessOptions, assess, assessAll, assessCourse, parseCase, problemsFor } from "./assess.ts";
export { type ConfirmationDue, confirmationsDue } from "./confirmation-due.ts";
export { type Course, courseOf, type Track, withTargets } from "./course.ts";
export { CRITERIA, type Criterion } from "./criteria.ts";
