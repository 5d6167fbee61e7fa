// The program of one demo node: mailmux-node, bundled, so that this package needs no other.
import { main } from "@mailmux/gateway-node/main";

// Node calls its SQLite experimental on every start. That is for us to know, not for who reads the log.
const emitWarning = process.emitWarning.bind(process);
process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
  if (!/SQLite is an experimental feature/.test(String(warning)))
    (emitWarning as (...args: unknown[]) => void)(warning, ...rest);
};
process.exitCode = await main(process.argv.slice(2), process);
