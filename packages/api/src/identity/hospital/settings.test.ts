import { describe, expect, it } from "vitest";
import { readHospitalSettings } from "./settings.ts";

describe("settings of the hospital's sign-in", () => {
  const whole = { issuer: "https://login.hospital.example", clientId: "nadir" };

  it("are off where nothing is set, and whole or refused", () => {
    expect(readHospitalSettings({})).toBeNull();
    expect(readHospitalSettings({ issuer: " ", clientId: undefined, twoFactors: "mfa" })).toBeNull();
    expect(readHospitalSettings(whole)).toEqual({
      ...whole,
      clientSecret: null,
      emailClaim: "email",
      button: "Sign in with the hospital's account",
      twoFactors: ["mfa"],
    });
    expect(readHospitalSettings({ ...whole, clientSecret: "s\n", twoFactors: "mfa, otp" })).toMatchObject({
      clientSecret: "s",
      twoFactors: ["mfa", "otp"],
    });
    expect(readHospitalSettings({ ...whole, twoFactors: "" })?.twoFactors).toEqual([]);
    for (const [wrong, sentence] of [
      [{ clientId: "nadir" }, "NADIR_OIDC_ISSUER is the issuer's address"],
      [{ issuer: "login.hospital.example", clientId: "nadir" }, "NADIR_OIDC_ISSUER is the issuer's address"],
      [{ ...whole, issuer: "http://login.hospital.example" }, "begins with https://"],
      [{ issuer: whole.issuer }, "NADIR_OIDC_CLIENT_ID is missing"],
    ] as const)
      expect(() => readHospitalSettings(wrong)).toThrow(sentence);
    expect(readHospitalSettings({ ...whole, issuer: "http://127.0.0.1:9000" })?.issuer).toBe("http://127.0.0.1:9000");
  });
});
