import type { Session } from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { deadNode } from "../test/support/nodes.ts";
import { createUserCluster, Login } from "./login.ts";
import { resolvePanelOptions } from "./options.ts";
import { SessionStore } from "./session-store.ts";

const limits = { maxSignedIn: 2, maxAnonymous: 2, maxAgeMs: 1_000, maxIdleMs: 100 };

function createStore() {
  const clock = { now: 0 };
  const store = new SessionStore(limits, () => clock.now);
  onTestFinished(() => store.close());
  const add = (id: string): void => store.set(id, { _csrf: id } as unknown as Session, () => undefined);
  const read = (id: string): unknown => {
    let found: unknown;
    store.get(id, (_error, session) => (found = session));
    return found;
  };
  return { store, clock, add, read };
}

async function createLogin(): Promise<Login> {
  const options = resolvePanelOptions({ nodes: [await deadNode("mx1")] });
  const login = new Login({ username: "a", fullname: "" }, createUserCluster(options, "a", "b"), options);
  onTestFinished(() => login.end("The test is over."));
  return login;
}

describe("the session store", () => {
  it("keeps data and nothing of the request that it came with", () => {
    const { store, read } = createStore();
    const session = { _csrf: "x", cookie: { path: "/" }, [Symbol("request")]: {} } as unknown as Session;
    store.set("one", session, () => undefined);
    expect(read("one")).toEqual({ _csrf: "x" });
  });

  it("ends what is not used", async () => {
    const { store, clock, add, read } = createStore();
    add("one");
    const login = await createLogin();
    store.attach("one", login);
    clock.now = 100;
    expect(store.login("one")).toBe(login);
    expect(read("one")).not.toBeNull();
    clock.now = 201;
    store.sweep();
    expect(login.ended.reason).toBe("The session was not used for too long.");
    expect(read("one")).toBeNull();
  });

  it("ends what is used for too long", async () => {
    const { store, clock, add, read } = createStore();
    add("one");
    const login = await createLogin();
    store.attach("one", login);
    for (clock.now = 0; clock.now <= 1_000; clock.now += 50) expect(read("one")).not.toBeNull();
    expect(read("one")).toBeNull();
    expect(login.ended.reason).toBe("The session has reached its longest time.");
  });

  it("does not count a look at who is signed in as use", async () => {
    const { store, clock, add } = createStore();
    add("one");
    store.attach("one", await createLogin());
    clock.now = 90;
    expect(store.login("one")).toBeDefined();
    clock.now = 110;
    expect(store.login("one")).toBeUndefined();
  });

  it("lets those who are not signed in push out each other only", async () => {
    const { store, add, read } = createStore();
    add("me");
    store.attach("me", await createLogin());
    for (const id of ["one", "two", "three"]) add(id);
    expect([read("one"), read("two"), read("three")]).toEqual([null, { _csrf: "two" }, { _csrf: "three" }]);
    expect(store.login("me")).toBeDefined();
  });

  it("ends the longest unused sign-in when there are too many", async () => {
    const { store, add, read } = createStore();
    const logins = [await createLogin(), await createLogin(), await createLogin()];
    for (const [index, login] of logins.entries()) {
      add(String(index));
      store.attach(String(index), login);
      read("0");
    }
    expect(logins.map((login) => login.ended.aborted)).toEqual([false, true, false]);
  });

  it("forgets a session whose sign-in ends", async () => {
    const { store, add, read } = createStore();
    add("one");
    const login = await createLogin();
    store.attach("one", login);
    login.end("The nodes said so.");
    expect(read("one")).toBeNull();
  });
});
