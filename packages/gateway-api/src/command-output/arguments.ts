import { CommandOutputError } from "./errors.ts";
import { checkMarker } from "./preview.ts";

/** Which message to show, and how. */
export interface PreviewQuestion {
  /** `msgpath` of the message. */
  readonly path: string;
  /** A random text, new for each call, so that no message can hold it: `crypto.randomUUID()` will do. */
  readonly marker: string;
  /** `msgdeltapath` of the message, to see its headers after modification too. */
  readonly deltaPath?: string;
  /** Prefer plain text to HTML. Default: false. */
  readonly plainText?: boolean;
}

/**
 * `argv` of `commandRun` for a preview.
 * @throws CommandOutputError `invalid_argument`
 */
export function previewArguments({ path, marker, deltaPath, plainText }: PreviewQuestion): string[] {
  checkMarker(marker);
  const paths = deltaPath === undefined || deltaPath === "" ? [path] : [path, deltaPath];
  // A name without a slash could be an option.
  if (!paths.every((name) => name.startsWith("/") && !name.includes("\0"))) {
    throw new CommandOutputError("invalid_argument", "A message's path begins with / and has no zero byte");
  }
  return ["previewmessage", ...(plainText === true ? ["-t"] : []), path, marker, ...paths.slice(1)];
}

/** Whose log lines to find. */
export interface SearchLogQuestion {
  /** `msgid` of the message: a UUID in lower case. */
  readonly messageId: string;
  /** Only the lines of this queue id. */
  readonly queueId?: string;
  /** `msgts` of the message, which tells the node where to look: epoch seconds of the node's local clock. */
  readonly time: number | bigint;
}

/**
 * `argv` of `commandRun` for the log lines of a message.
 * @throws CommandOutputError `invalid_argument`
 */
export function searchLogArguments({ messageId, queueId, time }: SearchLogQuestion): string[] {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(messageId)) {
    throw new CommandOutputError("invalid_argument", "A message id is a UUID in lower case");
  }
  if (queueId !== undefined && !/^\d{1,20}$/.test(queueId)) {
    throw new CommandOutputError("invalid_argument", "A queue id has digits only");
  }
  if (typeof time === "number" && !Number.isSafeInteger(time)) {
    throw new CommandOutputError("invalid_argument", "The time is a whole number of seconds");
  }
  return [
    "searchlog",
    "-a",
    String(time),
    "--",
    queueId === undefined ? messageId : `${messageId}:${queueId}`,
  ];
}

/**
 * `argv` of `commandRun` for the names of all counters, or the values of one.
 * @throws CommandOutputError `invalid_argument`
 */
export function statdArguments(counter?: string): string[] {
  if (counter === undefined) return ["statd", "-l"];
  if (!/^[A-Za-z0-9][\w.-]{0,254}$/.test(counter)) {
    throw new CommandOutputError("invalid_argument", "A counter's name has letters, digits, _, . and -");
  }
  return ["statd", "-g", counter];
}
