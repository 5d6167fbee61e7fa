import { ClusterError } from "@mailmux/cluster";
import { FilterError, GatewayApiError } from "@mailmux/gateway-api";
import { type CommandContext } from "./context.ts";
import { UserError } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { visible } from "./output/visible.ts";

/** Says what went wrong and returns the exit code. What nobody expected shows its stack and asks for a report. */
export function handleError(
  error: unknown,
  { err, env, signal }: Pick<CommandContext, "err" | "env" | "signal">,
): number {
  if (signal.aborted) return exitCodes.interrupted;
  const known = toUserError(error);
  if (known) {
    err(`mailmux: ${visible(known.message)}\n`);
    if (known.hint !== undefined) err(`${known.hint}\n`);
    return exitCodes.usage;
  }
  const detail =
    error instanceof Error ? (env["MAILMUX_DEBUG"] ? error.stack : error.message) : String(error);
  err(`mailmux: this should not have happened: ${detail ?? ""}\n`);
  err("Please report it, with what MAILMUX_DEBUG=1 shows.\n");
  return exitCodes.usage;
}

function toUserError(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  if (error instanceof FilterError)
    return new UserError(error.summary, "See mailmux query --help for the filter language.");
  if (error instanceof GatewayApiError) {
    const hint =
      error.code === "no_password"
        ? 'Give the node a "username" and a "password", "passwordFile" or "passwordEnv".'
        : undefined;
    return new UserError(error.summary, hint);
  }
  if (error instanceof ClusterError) return new UserError(error.message.replace(/^\[[a-z_]+\] /, ""));
  return undefined;
}
