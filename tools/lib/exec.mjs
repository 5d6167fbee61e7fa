// Starting a program in the foreground as if it were this one: its streams, its signals, its exit code.
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Runs a command to its end and resolves to its exit code (128 + n when a signal ended it). */
export function exec(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", ...options });
    // A terminal sends Ctrl-C to the whole group: the child decides when it is done, so this process waits.
    const ignore = () => {};
    const forward = () => child.kill("SIGTERM");
    process.on("SIGINT", ignore);
    process.on("SIGTERM", forward);
    process.on("SIGHUP", forward);
    const settle = (finish) => {
      process.off("SIGINT", ignore);
      process.off("SIGTERM", forward);
      process.off("SIGHUP", forward);
      finish();
    };
    child.on("error", (error) => settle(() => reject(error)));
    child.on("close", (code, signal) =>
      settle(() => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))),
    );
  });
}
