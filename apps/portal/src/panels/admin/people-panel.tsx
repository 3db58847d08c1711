"use client";

import { Moment } from "../../ui/moment.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Scroll } from "../../ui/scroll.tsx";
import { PersonActs } from "./person-acts.tsx";
import { type Administered, heldRoles, type Person, STATES } from "./role-words.ts";

export function PeoplePanel({ people, trials, self }: Administered & { self: string }) {
  return (
    <Panel
      id="people"
      title="People"
      aside={`${people.length} in your trials`}
      note="Under each role stands what it may do, in those trials, at all sites or at the one named."
      flush
    >
      <Scroll label="People">
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">Person</th>
              <th scope="col">Roles</th>
              <th scope="col">Sign-in</th>
              <th scope="col">Second factor</th>
              <th scope="col" className="number">
                Sessions
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.id}>
                <th scope="row" className="min-w-56 max-w-80 whitespace-normal wrap-anywhere align-top">
                  {person.name}
                  <span className="block text-xs font-normal text-faint">{person.email}</span>
                </th>
                <td className="min-w-72 align-top">
                  <HeldRoles roles={person.roles} />
                  {person.id === self ? (
                    <span className="block text-xs text-faint">You. Another administrator changes your roles.</span>
                  ) : (
                    <PersonActs person={person} trials={trials} />
                  )}
                </td>
                <td className="align-top">
                  {person.lockedUntil ? (
                    <span className="block font-semibold text-warn">
                      △ locked until <Moment at={person.lockedUntil} />
                    </span>
                  ) : (
                    STATES[person.state]
                  )}
                </td>
                <td className="align-top">
                  {person.secondFactor ? "✓ on" : "off"}
                  {person.passkeys > 0 ? (
                    <span className="block whitespace-nowrap text-xs text-faint">
                      {person.passkeys === 1 ? "1 passkey" : `${person.passkeys} passkeys`}
                    </span>
                  ) : null}
                </td>
                <td className="number align-top">{person.sessions}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** The roles, each with what it may do. */
function HeldRoles({ roles }: { roles: Person["roles"] }) {
  if (roles.length === 0) return "none any more";
  return (
    <ul className="grid gap-1">
      {heldRoles(roles).map(({ words, may }) => (
        <li key={words}>
          {words}
          <span className="block max-w-[70ch] text-xs text-faint">may {may}</span>
        </li>
      ))}
    </ul>
  );
}
