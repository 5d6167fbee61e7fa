/**
 * The panel as a program, for Node's permission model: it reads one JSON document from standard input, writes one
 * line when it answers, and ends on SIGTERM or SIGINT. It needs to read its own folder and to reach the network,
 * and nothing else.
 */
import { startPanel, type PanelLogEntry } from "./index.ts";
import { parseMainInput } from "./main-input.ts";

const maxInputLength = 16 * 1024 * 1024;

async function readInput(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > maxInputLength) throw new Error("the document on standard input is too large");
  }
  return text;
}

function logger({ level, message, fields }: PanelLogEntry): void {
  process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
}

try {
  const panel = await startPanel({ ...parseMainInput(await readInput()), logger });
  const stop = (): void => {
    void panel.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
  process.stdout.write(`mailmux panel ready: ${panel.url}\n`);
} catch (error) {
  process.stderr.write(`mailmux panel: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
