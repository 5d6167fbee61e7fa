import type { OperationName } from "@mailmux/gateway-api";
import type { Clock } from "../clock.ts";
import type { Caller } from "../service/caller.ts";
import { fault } from "../service/fault.ts";
import type { Input } from "../service/handlers.ts";
import type { Credentials } from "./credentials.ts";
import { accessOf } from "./user-directory.ts";

/** What is asked about a call of somebody who is none of the node's users. */
export interface CallQuestion {
  readonly clientIp: string;
  readonly username: string;
  readonly password: string;
  /** Always `soap` here. */
  readonly service: "soap";
  /** The operation. */
  readonly soapcall: OperationName;
  /** What of its arguments a decision may hang on; for most operations nothing. */
  readonly soapargs: CallArguments;
}

/** `argv` of commandRun, `file` of fileRead, `key` of configKeys, `ns` and `entry` of hslRate and hslRateClear. */
export interface CallArguments {
  readonly argv?: readonly string[];
  readonly file?: string;
  readonly key?: string;
  readonly ns?: string;
  readonly entry?: string;
}

/** The answer. */
export type CallDecision =
  | {
      readonly allow: true;
      /** Default: the user name. */
      readonly fullname?: string;
      /** Flags as users have them, such as `r`. Default: none, which is full access. */
      readonly accesslevel?: string;
    }
  | {
      readonly allow: false;
      /** What the client is told. Default `Unauthorized`. */
      readonly message?: string;
    };

/** Decides about one call, as the gateway's authentication script does. What it throws counts as a refusal. */
export type AuthenticateCall = (question: CallQuestion) => CallDecision | Promise<CallDecision>;

/** No client waits longer than this for an answer. */
const maxDecisionMs = 4_000;

/** What {@link askAbout} works with. */
export interface Permission {
  readonly authenticateCall: AuthenticateCall;
  readonly clock: Clock;
  /** Told what the callback throws. */
  readonly onError: (error: unknown) => void;
}

/** A call that has to be decided about. */
export interface Call {
  readonly credentials: Credentials;
  readonly clientIp: string;
  readonly operation: OperationName;
  readonly args: unknown;
}

/** Asks about a call; gives its caller, or throws the fault that refuses it. */
export async function askAbout(
  { credentials, clientIp, operation, args }: Call,
  permission: Permission,
): Promise<Caller> {
  const question: CallQuestion = {
    clientIp,
    username: credentials.user,
    password: credentials.password,
    service: "soap",
    soapcall: operation,
    soapargs: argumentsOf(operation, args),
  };
  const decision = await decide(question, permission);
  if (decision.allow !== true) throw unauthorized(decision.message);
  return {
    user: credentials.user,
    fullName: decision.fullname ?? credentials.user,
    access: accessOf(decision.accesslevel ?? ""),
  };
}

async function decide(question: CallQuestion, permission: Permission): Promise<CallDecision> {
  const { authenticateCall, clock, onError } = permission;
  return new Promise((resolve) => {
    const refuse = (error: unknown): void => {
      onError(error);
      resolve({ allow: false });
    };
    const timer = clock.after(maxDecisionMs, () =>
      refuse(new Error(`authenticateCall took longer than ${maxDecisionMs} ms`)),
    );
    Promise.resolve(question)
      .then(authenticateCall)
      .then((decision) => resolve(checked(decision)))
      .catch(refuse)
      .finally(() => timer.cancel());
  });
}

/** The callback may be plain JavaScript. */
function checked(decision: CallDecision | undefined): CallDecision {
  if (typeof decision?.allow === "boolean") return decision;
  throw new TypeError("authenticateCall gave no decision");
}

const text = new TextDecoder();

/** The arguments that the gateway shows its script. */
export function argumentsOf(operation: OperationName, args: unknown): CallArguments {
  switch (operation) {
    case "commandRun":
      return { argv: (args as Input<"commandRun">).argv.item.map((bytes) => text.decode(bytes)) };
    case "fileRead":
      return { file: (args as Input<"fileRead">).file };
    case "configKeys": {
      const { key } = args as Input<"configKeys">;
      return key === undefined ? {} : { key };
    }
    case "hslRate":
    case "hslRateClear": {
      const { ns, entry } = args as Input<"hslRate">;
      return { ...(ns !== undefined && { ns }), ...(entry !== undefined && { entry }) };
    }
    default:
      return {};
  }
}

/** The text is exactly what clients compare with to tell a wrong password from a node in trouble. */
export function unauthorized(message = "Unauthorized"): Error {
  return fault(message.replaceAll(/\p{Cc}/gu, " ").slice(0, 200), { status: 401, blame: "Client" });
}
