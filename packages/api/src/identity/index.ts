export { type Auth, type AuthSettings, createAuth, type Person, sessionOf } from "./auth.ts";
export { confirmPerson, personByEmail } from "./confirm-person.ts";
export { type DemoPerson, demoSignInFile, seedDemoPeople } from "./demo-people.ts";
export { chooseOwnPassword, LEAST_PASSWORD } from "./own-password.ts";
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
