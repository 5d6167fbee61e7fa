import { accessSync, constants } from "node:fs";
import { fileURLToPath } from "node:url";
import { fault } from "../service/fault.ts";
import { builtInProgram } from "./built-in-program.ts";
import { previewMessage, type PreviewSources } from "./built-ins/preview-message.ts";
import { searchLog, type SearchLogSources } from "./built-ins/search-log.ts";
import { statd, type StatdSources } from "./built-ins/statd.ts";
import type { FindProgram } from "./operations.ts";
import { ptyProgram } from "./pty-program.ts";

/** What the built-in programs tell of. */
export interface ProgramSources extends PreviewSources, SearchLogSources, StatdSources {}

const folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

const host = /^(?!-)[A-Za-z0-9._:-]{1,253}$/;
const count = /^(?:[1-9]|[1-9]\d|100)$/;

/**
 * Diagnostics of this machine, and the arguments they may have: each is one of the texts or fits one of the patterns,
 * so that nothing becomes an option that is not meant to. Left out is what writes files, opens connections for others
 * (nc, telnet, smtpping) or shows foreign traffic (tcpdump).
 */
const diagnostics: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  df: ["-h", "-k", "-i"],
  ping: ["-c", "-n", count, host],
  ping6: ["-c", "-n", count, host],
  host: ["-t", /^(?:A|AAAA|MX|TXT|NS|PTR|SOA|CNAME)$/, host],
  traceroute: ["-n", host],
  traceroute6: ["-n", host],
  top: ["-b", "-n", count],
  arp: ["-a", "-n"],
  ifconfig: ["-a"],
  iostat: ["-x", count],
  uptime: [],
  free: ["-h", "-m"],
};

/** Where a diagnostic is on this machine; undefined when it is not. */
function pathOf(name: string): string | undefined {
  return folders
    .map((folder) => `${folder}/${name}`)
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The programs of a node: its own, a shell for scripts, and diagnostics that exist here. */
export function createPrograms(sources: ProgramSources): FindProgram {
  return async ([name = "", ...argv]) => {
    switch (name) {
      case "statd":
        return builtInProgram(statd(argv, sources));
      case "searchlog":
        return builtInProgram(searchLog(argv, sources));
      case "previewmessage":
        return builtInProgram(previewMessage(argv, sources));
      case "hsh": {
        if (argv.length > 0) throw fault("hsh takes no arguments");
        const script = fileURLToPath(
          new URL(`./hsh${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url),
        );
        return ptyProgram({ file: process.execPath, argv: [script] });
      }
      default:
        return ptyProgram({ file: diagnosticPath(name, argv), argv });
    }
  };
}

function diagnosticPath(name: string, argv: readonly string[]): string {
  const allowed = Object.hasOwn(diagnostics, name) ? diagnostics[name] : undefined;
  if (allowed === undefined) throw fault(`the command "${name.slice(0, 40)}" is not allowed`);
  const wrong = argv.find(
    (argument) =>
      !allowed.some((each) => (typeof each === "string" ? each === argument : each.test(argument))),
  );
  if (wrong !== undefined) throw fault(`${name} may not have the argument "${wrong.slice(0, 80)}"`);
  const path = pathOf(name);
  if (path === undefined) throw fault(`${name} is not installed on this node`);
  return path;
}
