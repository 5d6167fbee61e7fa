import { SoapFault } from "@mailmux/soap-future/server";
import { describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { attemptsPerAddress, attemptsPerUser } from "./attempt-limits.ts";
import { createAuthenticator, type Authenticator, type AuthenticatorOptions } from "./authenticator.ts";
import type { CallQuestion } from "./permission.ts";
import { createUserDirectory, hashUsers, type NodeUser } from "./user-directory.ts";

const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;

const [admin, reader, both] = (await hashUsers([
  { name: "admin", password: "secret" },
  { name: "reader", password: "secret", fullName: "A Reader", flags: "r" },
  { name: "both", password: "secret", flags: "rw" },
])) as [NodeUser, NodeUser, NodeUser];

function authenticatorOf(options: Partial<AuthenticatorOptions> = {}): Authenticator {
  const users = createUserDirectory([admin, reader, both]);
  return createAuthenticator({ users, clock: new VirtualClock(0), onError: () => undefined, ...options });
}

/** Who it is, or the status and text of the refusal. */
async function attempt(auth: Authenticator, text: string, address = "192.0.2.1"): Promise<unknown> {
  try {
    const sender = await auth.signIn({ authorization: basic(text), target: "/remote/", address });
    return await auth.callerOf(sender, "fileRead", { file: "/x" });
  } catch (error) {
    if (error instanceof SoapFault) return `${error.httpStatus} ${error.faultcode} ${error.faultstring}`;
    throw error;
  }
}

const refused = "401 SOAP-ENV:Client Unauthorized";
const tooMany = "429 SOAP-ENV:Client Too many wrong passwords, try again later";

describe("an authenticator", () => {
  it("knows its users, and what their flags allow", async () => {
    const auth = authenticatorOf();
    expect(await attempt(auth, "admin:secret")).toEqual({ user: "admin", fullName: "admin", access: "full" });
    expect(await attempt(auth, "reader:secret")).toEqual({
      user: "reader",
      fullName: "A Reader",
      access: "read",
    });
    expect(await attempt(auth, "both:secret")).toMatchObject({ access: "full" });
    expect(await attempt(auth, "admin:Secret")).toBe(refused);
    expect(await attempt(auth, "nobody:secret")).toBe(refused);
  });

  it("looks at a pair once: the same wrong one again and again costs nothing and locks nobody out", async () => {
    const auth = authenticatorOf();
    for (let each = 0; each < 2_000; each++) expect(await attempt(auth, "admin:old")).toBe(refused);
    expect(await attempt(auth, "admin:secret")).toMatchObject({ user: "admin" });
  });

  it("bounds floods of one address, and lets in who was let in before", async () => {
    const clock = new VirtualClock(0);
    const auth = authenticatorOf({ clock });
    expect(await attempt(auth, "admin:secret")).toMatchObject({ user: "admin" });
    const answers: unknown[] = [];
    for (let each = 0; each < 500; each++) answers.push(await attempt(auth, `user${each}:x`));
    expect(answers.filter((answer) => answer === refused)).toHaveLength(attemptsPerAddress);
    expect(answers.filter((answer) => answer === tooMany)).toHaveLength(500 - attemptsPerAddress);
    expect(await attempt(auth, "admin:secret")).toMatchObject({ user: "admin" });
    expect(await attempt(auth, "reader:secret")).toBe(tooMany);
    expect(await attempt(auth, "reader:secret", "198.51.100.1")).toMatchObject({ user: "reader" });
    clock.advance(1_000);
    expect(await attempt(auth, "reader:secret")).toMatchObject({ user: "reader" });
  });

  it("lets the right password in from elsewhere while many addresses guess at a name", async () => {
    const auth = authenticatorOf();
    for (let each = 0; each < attemptsPerUser; each++)
      await attempt(auth, `admin:${each}`, `192.0.2.${each}`);
    expect(await attempt(auth, "admin:wrong", "198.51.100.1")).toBe(refused);
    expect(await attempt(auth, "admin:wronger", "198.51.100.1")).toBe(tooMany);
    expect(await attempt(auth, "admin:secret", "198.51.100.2")).toMatchObject({ user: "admin" });
  });

  it("bounds the work that waits", async () => {
    const auth = authenticatorOf();
    const flood = Array.from({ length: 300 }, async (_, each) =>
      attempt(auth, `admin:${each}`, `192.0.2.${each}`),
    );
    const answers = await Promise.all(flood);
    const busy = "503 SOAP-ENV:Server Too many sign-ins at once, try again later";
    const looked = answers.filter((answer) => answer !== busy);
    expect(new Set(looked)).toEqual(new Set([refused]));
    expect(looked.length).toBeLessThanOrEqual(34);
    expect(answers.length - looked.length).toBeGreaterThan(200);
  });

  it("takes many calls with one new pair for one attempt", async () => {
    const auth = authenticatorOf();
    const answers = await Promise.all(Array.from({ length: 200 }, async () => attempt(auth, "admin:secret")));
    for (const answer of answers) expect(answer).toMatchObject({ user: "admin" });
  });

  it("forgets a pair when the password is changed or the user is gone", async () => {
    const [changed] = (await hashUsers([{ name: "admin", password: "new" }])) as [NodeUser];
    let found: NodeUser | undefined = admin;
    const auth = authenticatorOf({ users: { find: (name) => (name === "admin" ? found : undefined) } });
    expect(await attempt(auth, "admin:secret")).toMatchObject({ user: "admin" });
    expect(await attempt(auth, "admin:new")).toBe(refused);
    found = changed;
    expect(await attempt(auth, "admin:secret")).toBe(refused);
    expect(await attempt(auth, "admin:new")).toMatchObject({ user: "admin" });
    found = undefined;
    expect(await attempt(auth, "admin:new")).toBe(refused);
  });
});

describe("an authenticator with a callback", () => {
  it("asks about everybody else, and believes the answer", async () => {
    const asked: CallQuestion[] = [];
    const auth = authenticatorOf({
      authenticateCall(question) {
        asked.push(question);
        if (question.password !== "right") return { allow: false, message: "Not\r\nyou" };
        return { allow: true, fullname: "Some One", accesslevel: "r" };
      },
    });
    expect(await attempt(auth, "some@one.example:right")).toEqual({
      user: "some@one.example",
      fullName: "Some One",
      access: "read",
    });
    expect(await attempt(auth, "some@one.example:wrong")).toBe("401 SOAP-ENV:Client Not  you");
    expect(await attempt(auth, "admin:secret")).toMatchObject({ user: "admin" });
    expect(asked).toEqual([
      {
        clientIp: "192.0.2.1",
        username: "some@one.example",
        password: "right",
        service: "soap",
        soapcall: "fileRead",
        soapargs: { file: "/x" },
      },
      expect.objectContaining({ password: "wrong" }),
    ]);
  });

  it("gives full access and the user name where the answer says no more", async () => {
    const auth = authenticatorOf({ authenticateCall: () => ({ allow: true }) });
    expect(await attempt(auth, "x:y")).toEqual({ user: "x", fullName: "x", access: "full" });
  });

  it("asks about a wrong password of a user too, as the gateway does", async () => {
    const auth = authenticatorOf({ authenticateCall: ({ password }) => ({ allow: password === "other" }) });
    expect(await attempt(auth, "admin:other")).toMatchObject({ user: "admin", access: "full" });
    expect(await attempt(auth, "admin:wrong")).toBe(refused);
  });

  it("refuses when the callback throws, answers nonsense, or does not answer", async () => {
    const errors: unknown[] = [];
    const clock = new VirtualClock(0);
    const onError = (error: unknown): void => void errors.push(error);
    const broken = new Error("broken");
    const throwing = authenticatorOf({ clock, onError, authenticateCall: () => Promise.reject(broken) });
    expect(await attempt(throwing, "x:y")).toBe(refused);
    expect(errors).toEqual([broken]);
    const nonsense = authenticatorOf({ clock, onError, authenticateCall: () => undefined as never });
    expect(await attempt(nonsense, "x:y")).toBe(refused);
    const silent = authenticatorOf({
      clock,
      onError,
      authenticateCall: async () => new Promise(() => undefined),
    });
    const answer = attempt(silent, "x:y");
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(4_000);
    expect(await answer).toBe(refused);
    expect(String(errors.at(-1))).toContain("took longer than 4000 ms");
  });

  it("bounds guesses, but not the calls of who was let in and may not do everything", async () => {
    let asked = 0;
    const auth = authenticatorOf({
      authenticateCall({ username, soapargs }) {
        asked++;
        return { allow: username === "known" && soapargs.file === undefined };
      },
    });
    const known = { authorization: basic("known:x"), target: "/", address: "192.0.2.1" };
    await auth.callerOf(await auth.signIn(known), "getVersion", {});
    for (let each = 0; each < 200; each++) expect(await attempt(auth, "known:x")).toBe(refused);
    asked = 0;
    for (let each = 0; each < 200; each++) await attempt(auth, `guess${each}:x`);
    expect(asked).toBe(attemptsPerAddress);
    expect((await auth.signIn(known)).kind).toBe("stranger");
  });
});
