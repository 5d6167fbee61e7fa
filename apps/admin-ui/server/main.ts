/**
 * The panel as a program, for Node's permission model: it reads one JSON document from standard input, writes one
 * line when it answers, and ends on SIGTERM or SIGINT. It needs to read its own folder and to reach the network,
 * and nothing else.
 */
import { startPanel, type PanelLogEntry } from "./index.ts";
import { parseMainInput } from "./main-input.ts";

const maxInputLength = 16 * 1024 * 1024;

/** The document is the first line of the input, or all of it. The stream stays open: its end may mean something. */
async function readInput(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.length > maxInputLength) throw new Error("the document on standard input is too large");
    if (text.endsWith("\n") && isJson(text)) break;
  }
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function logger({ level, message, fields }: PanelLogEntry): void {
  process.stderr.write(`${JSON.stringify({ level, message, ...fields })}\n`);
}

try {
  const { options, stopWithInput } = parseMainInput(await readInput());
  const panel = await startPanel({ ...options, logger });
  const stop = (): void => {
    void panel.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop).once("SIGINT", stop);
  if (stopWithInput) process.stdin.once("end", stop).once("error", stop).resume();
  process.stdout.write(`mailmux panel ready: ${panel.url}\n`);
} catch (error) {
  process.stderr.write(`mailmux panel: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  // An input that is still open would keep a program alive that has nothing more to do.
  process.stdin.destroy();
}
