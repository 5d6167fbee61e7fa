import { describe, expect, it, vi } from "vitest";
import type { Session } from "#shared/api.ts";
import { ApiProblem } from "../api/api-problem.ts";
import type { ApiClient } from "../api/client.ts";
import { SessionController } from "./session-controller.svelte.ts";

const nobody: Session = { user: null, csrfToken: "t", nodes: [] };
const anna: Session = { ...nobody, user: { username: "anna", fullname: "Anna" } };

function setup(getSession: ApiClient["getSession"]) {
  let signedOut = () => {};
  const api: ApiClient = {
    getSession: vi.fn(getSession),
    signIn: () => Promise.resolve(anna),
    signOut: () => Promise.resolve(),
    getMessages: () => Promise.reject(new Error("not asked here")),
    onSignedOut: (listener) => {
      signedOut = listener;
      return () => {};
    },
  };
  return { api, session: new SessionController(api), serverSaysSignedOut: () => signedOut() };
}

describe("the session", () => {
  it("is asked for once", async () => {
    const { api, session } = setup(() => Promise.resolve(anna));
    await session.ensure();
    await session.ensure();
    expect(api.getSession).toHaveBeenCalledOnce();
    expect(session.user?.username).toBe("anna");
  });

  it("keeps the problem instead of rejecting, and is asked for again", async () => {
    const gone = new ApiProblem({ code: "unreachable", message: "no", retryable: true });
    const answers = [Promise.reject(gone), Promise.resolve(anna)];
    const { session } = setup(() => answers.shift() ?? Promise.resolve(anna));
    expect(await session.ensure()).toBeNull();
    expect(session.problem).toBe(gone);
    await session.ensure();
    expect(session.problem).toBeNull();
  });

  it("tells who listens when the server ends it, and not when somebody signs out", async () => {
    const { session, serverSaysSignedOut } = setup(() => Promise.resolve(anna));
    const ended = vi.fn();
    session.onEnd(ended);
    await session.ensure();
    await session.signOut();
    expect(ended).not.toHaveBeenCalled();
    await session.ensure();
    serverSaysSignedOut();
    expect(ended).toHaveBeenCalledOnce();
    expect(session.user).toBeNull();
  });

  it("ends when a check finds nobody signed in, and stays when it finds no server", async () => {
    const answers = [
      Promise.resolve(anna),
      Promise.reject(new ApiProblem({ code: "unreachable", message: "no", retryable: true })),
      Promise.resolve(nobody),
    ];
    const { session } = setup(() => answers.shift() ?? Promise.resolve(nobody));
    const ended = vi.fn();
    session.onEnd(ended);
    await session.ensure();
    await session.verify();
    expect(ended).not.toHaveBeenCalled();
    await session.verify();
    expect(ended).toHaveBeenCalledOnce();
  });
});
