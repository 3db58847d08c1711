export { type Auth, type AuthSettings, createAuth, type Person, personOf } from "./auth.ts";
export { confirmPerson, personByEmail } from "./confirm-person.ts";
export { type DemoPerson, demoSignInFile, seedDemoPeople } from "./demo-people.ts";
export {
  type Membership,
  membershipsOf,
  notAllowed,
  permissionsOf,
  permissionsOfRoles,
  requirePermission,
} from "./permissions.ts";
export { reauthenticate } from "./reauthenticate.ts";
