import type { OperationName } from "@mailmux/gateway-api";
import type { Clock } from "../clock.ts";
import type { Caller } from "../service/caller.ts";
import { fault } from "../service/fault.ts";
import { AttemptLimits } from "./attempt-limits.ts";
import { credentialsOf, type Credentials } from "./credentials.ts";
import { askAbout, unauthorized, type AuthenticateCall } from "./permission.ts";
import { PasswordChecks } from "./password-checks.ts";
import { RecentMap } from "./recent-map.ts";
import { accessOf, type NodeUser, type UserDirectory } from "./user-directory.ts";

/** Options of {@link createAuthenticator}. */
export interface AuthenticatorOptions {
  readonly users: UserDirectory;
  /** Users whose passwords the owner of the node has just given: they need no check. */
  readonly trusted?: readonly { readonly user: NodeUser; readonly password: string }[];
  /** Decides about calls of everybody else. Default: they are refused. */
  readonly authenticateCall?: AuthenticateCall | undefined;
  readonly clock: Clock;
  /** Told what `authenticateCall` throws. */
  readonly onError: (error: unknown) => void;
}

/** The parts of a request that say who sends it. */
export interface SignInRequest {
  readonly authorization: string | undefined;
  /** The request target, with its query. */
  readonly target: string;
  readonly address: string;
}

/** Who sends a request: a user, or somebody about whom each call has to be asked. */
export type SignedIn =
  | { readonly kind: "user"; readonly caller: Caller }
  | { readonly kind: "stranger"; readonly credentials: Credentials; readonly address: string };

/** Says who calls. */
export interface Authenticator {
  /** Before the body of a request is read. Throws the fault that is the answer. */
  signIn(request: SignInRequest): Promise<SignedIn>;
  /** When operation and arguments are known. Throws the fault that is the answer. */
  callerOf(sender: SignedIn, operation: OperationName, args: unknown): Promise<Caller>;
}

/** Strangers' pairs that were let in once, and so are nobody's guesses. */
const maxAllowed = 4_096;

/** Makes it. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { users, authenticateCall, clock, onError } = options;
  const checks = new PasswordChecks(users);
  const limits = new AttemptLimits(clock);
  const allowed = new RecentMap<string, true>(maxAllowed);
  for (const { user, password } of options.trusted ?? []) checks.trust(user, password);

  const isRight = async (pair: Credentials, address: string): Promise<boolean> => {
    const known = checks.known(pair);
    if (known !== undefined) return known === "right";
    const underWay = checks.underWay(pair);
    if (underWay !== undefined) return underWay;
    // The callback decides about names that are none of ours; there is nothing to check, and nothing to hide.
    if (authenticateCall !== undefined && users.find(pair.user) === undefined) return false;
    if (!limits.allows(address, pair.user)) throw tooMany();
    if (!checks.hasRoom) throw tooBusy();
    limits.take(address, pair.user);
    const found = await checks.check(pair);
    if (found) limits.giveBack(address, pair.user);
    return found;
  };

  return {
    async signIn({ authorization, target, address }) {
      const readings = credentialsOf(authorization, target);
      for (const pair of readings) {
        const user = (await isRight(pair, address)) ? users.find(pair.user) : undefined;
        if (user !== undefined) return { kind: "user", caller: callerFor(user) };
      }
      const [credentials] = readings;
      if (credentials === undefined || authenticateCall === undefined) throw unauthorized();
      const isGuess = allowed.get(checks.digestOf(credentials)) === undefined;
      if (isGuess && !limits.allows(address, credentials.user)) throw tooMany();
      return { kind: "stranger", credentials, address };
    },
    async callerOf(sender, operation, args) {
      if (sender.kind === "user") return sender.caller;
      if (authenticateCall === undefined) throw unauthorized();
      const { credentials, address: clientIp } = sender;
      const digest = checks.digestOf(credentials);
      const permission = { authenticateCall, clock, onError };
      try {
        const caller = await askAbout({ credentials, clientIp, operation, args }, permission);
        allowed.set(digest, true);
        return caller;
      } catch (error) {
        if (allowed.get(digest) === undefined) limits.take(clientIp, credentials.user);
        throw error;
      }
    },
  };
}

function callerFor({ name, fullName, flags }: NodeUser): Caller {
  return { user: name, fullName: fullName === "" ? name : fullName, access: accessOf(flags) };
}

/** Not `Unauthorized`: nobody has looked at the password. */
function tooMany(): Error {
  return fault("Too many wrong passwords, try again later", { status: 429, blame: "Client" });
}

function tooBusy(): Error {
  return fault("Too many sign-ins at once, try again later", { status: 503 });
}
