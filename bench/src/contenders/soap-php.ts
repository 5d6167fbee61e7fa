import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import { type Readable, type Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type Contender, type Measurement } from "../benchmark.ts";
import { type SoapTarget } from "../servers/soap-server.ts";
import { messageCount, operationCount, type SoapCase, soapCallsPerRound, soapCases } from "../soap-cases.ts";

const script = fileURLToPath(new URL("../php/soap-client.php", import.meta.url));
const file = process.env["MAILMUX_PHP"] ?? "php";
const cases: readonly SoapCase[] = ["queue", "oneByOne", "decode", "wsdl"];

interface Php {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly lines: Interface;
}

/** PHP's SoapClient, in a PHP process of its own that does the measuring. It can do one call at a time. */
export function createContender(): Contender {
  const version = findPhp();
  let php: Php | undefined;
  return {
    name: `PHP ${version ?? ""} SoapClient`,
    cases: version === undefined ? [] : cases.map((key) => soapCases[key].name),
    async measure(caseName, surroundings) {
      php ??= start();
      const key = cases.find((each) => soapCases[each].name === caseName);
      const target = surroundings["target"] as SoapTarget;
      const order = { case: key, calls: soapCallsPerRound, messageCount, operationCount, target };
      php.child.stdin.write(`${JSON.stringify(order)}\n`);
      const [line] = (await Promise.race([once(php.lines, "line"), once(php.lines, "close")])) as [string?];
      if (line === undefined) throw new Error("PHP ended");
      const answer = JSON.parse(line) as Measurement | { error: string };
      if ("error" in answer) throw new Error(`PHP: ${answer.error}`);
      return answer;
    },
    async close() {
      if (!php || php.child.exitCode !== null) return;
      const ended = once(php.child, "exit");
      php.child.stdin.end();
      await ended;
    },
  };
}

function start(): Php {
  const settings = ["-d", "display_errors=stderr", "-d", "memory_limit=-1"];
  const child = spawn(file, [...settings, script], { stdio: ["pipe", "pipe", "inherit"] });
  return { child, lines: createInterface({ input: child.stdout }) };
}

/** The version of a PHP with its SOAP extension. */
function findPhp(): string | undefined {
  const { stdout, status } = spawnSync(
    file,
    ["-r", 'echo PHP_VERSION; exit(extension_loaded("soap") ? 0 : 1);'],
    { encoding: "utf8" },
  );
  return status === 0 ? stdout : undefined;
}
