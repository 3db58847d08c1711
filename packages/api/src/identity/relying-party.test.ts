import { expect, it } from "vitest";
import { relyingPartyOf } from "./relying-party.ts";

it("a passkey belongs to a host's name, and to an address of the portal", () => {
  const ours = [
    "http://127.0.0.1:4300",
    "http://localhost:4300",
    "http://[::1]:4300",
    "https://nadir.hospital.example",
  ];
  expect(relyingPartyOf("http://localhost:4300", ours)).toEqual({ origin: "http://localhost:4300", id: "localhost" });
  expect(relyingPartyOf("https://nadir.hospital.example", ours)).toEqual({
    origin: "https://nadir.hospital.example",
    id: "nadir.hospital.example",
  });
  for (const none of ["http://127.0.0.1:4300", "http://[::1]:4300", "https://elsewhere.example", "null", "", null])
    expect(relyingPartyOf(none, ours)).toBeNull();
});
