export {
  type AdministeredPerson,
  type AdministeredTrial,
  actOnPerson,
  changeRole,
  invitePerson,
  listAdministered,
  listAdministeredTrials,
  type PersonAct,
  requireAdministrator,
  requireSecondFactor,
} from "./administer-people.ts";
export { type Auth, type AuthSettings, createAuth, sessionOf } from "./auth.ts";
export { confirmPerson, personByEmail } from "./confirm-person.ts";
export { type DataLock, dataLocks, lockableTrials, lockData, unlockData } from "./data-lock.ts";
export { type DemoPerson, demoSignInFile, seedDemoPeople } from "./demo-people.ts";
export { type HospitalSettings, readHospitalSettings } from "./hospital/settings.ts";
export { changeOwnPassword, chooseOwnPassword } from "./own-password.ts";
export { type Passkey, passkeysOf, removePasskeys } from "./passkeys.ts";
export type { PasswordAsked } from "./password-refused.ts";
export {
  addPerson,
  disablePerson,
  grantRole,
  type ListedPerson,
  listPeople,
  type OneTime,
  type RoleAt,
  readRoleAt,
  resetPassword,
  revokeRole,
} from "./people.ts";
export {
  type Membership,
  membershipsOf,
  notAllowed,
  permissionsOf,
  permissionsOfRoles,
  requirePermission,
} from "./permissions.ts";
export { reauthenticate } from "./reauthenticate.ts";
export { relyingPartyOf } from "./relying-party.ts";
export { removeSecondFactor, secondFactorOf } from "./second-factor.ts";
export { endOtherSessions, endSession, type OpenSession, sessionsOf } from "./sessions.ts";
export type { Person, Session } from "./standing.ts";
