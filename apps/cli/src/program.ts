import { Command } from "commander";
import { type DemoOptions } from "./commands/demo.ts";
import { type QueryOptions } from "./commands/query.ts";
import { type UiOptions } from "./commands/ui.ts";
import { type CommandContext } from "./context.ts";
import {
  addNodeOptions,
  addOutputOptions,
  mergedOptions,
  type NodeOptions,
  type OutputOptions,
  portNumber,
  wholeNumber,
} from "./options.ts";
import { version } from "./version.ts";

const exitCodeHelp = `
Exit codes: 0 every node answered; 1 usage, configuration or a local problem; 3 no node answered;
99 some nodes answered and some did not; 130 interrupted.`;

const filterHelp = `
The filter is what a person types into a search box (an address, a domain, an IP address, an id, words of the
subject), or conditions: field=value, field~text (with % as wildcard), field>number, field<number, joined by
"and" (or nothing), "or" and "not"; && joins groups. Fields: from to subject ip helo sasl action server transport
quarantine time retry size messageid queueid historyid actionid sascore rpdscore metadata.NAME.
Times may be written as {2026-11-23 14:00:00} together with --utc or --timezone. Options come before the filter.

Examples:
  mailmux query from~%@example.com
  mailmux query --history --limit 20 action=REJECT '&&' subject~invoice
  mailmux query -f csv --utc 'time>{2026-11-23 00:00:00}'`;

/** The command line: what there is, and which function does it. `run` gets the function's exit code. */
export function createProgram(
  context: CommandContext,
  run: (work: () => Promise<number>) => Promise<void>,
): Command {
  const program = new Command("mailmux")
    .description("A cluster of mail gateways from one command line.")
    .version(version)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: context.out,
      writeErr: context.err,
      getOutHelpWidth: () => Math.min(context.columns, 100),
    })
    .showHelpAfterError("(mailmux --help shows what there is)")
    .addHelpText("after", exitCodeHelp);
  addOutputOptions(addNodeOptions(program));

  const add = (name: string, description: string): Command =>
    program.command(name).description(description).allowExcessArguments(false);

  addOutputOptions(
    addNodeOptions(add("status", "every node: state, version, uptime, queue, quarantine, latency")),
  ).action((_: unknown, command: Command) =>
    run(async () =>
      (await import("./commands/status.ts")).status(
        mergedOptions<NodeOptions & OutputOptions>(command),
        context,
      ),
    ),
  );

  addOutputOptions(addNodeOptions(add("query", "messages of all nodes in one list, newest first")))
    .argument("[filter...]", "which messages; all when there is none")
    .option("-r, --history", "what became of messages, instead of the queue")
    .option("-q, --quarantine", "messages in quarantine, instead of the queue")
    .option("-l, --limit <number>", "rows to show, over all nodes (default: 100)", wholeNumber)
    .option("--after <position>", "go on after a page: the position it ended with")
    .option("--count", "only the number of matches")
    .option("--utc", "times in braces are UTC")
    .option("--timezone <hours>", "times in braces are so many hours east of UTC")
    .passThroughOptions()
    .addHelpText("after", filterHelp)
    .action((words: string[], _: unknown, command: Command) =>
      run(async () =>
        (await import("./commands/query.ts")).query(words, mergedOptions<QueryOptions>(command), context),
      ),
    );

  addNodeOptions(add("ui", "serves the web panel for the nodes of the configuration"))
    .option("--host <address>", "address to listen on (default: 127.0.0.1)")
    .option("-p, --port <number>", "port to listen on; 0 takes a free one (default: 8025)", portNumber)
    .option("--open", "opens it in the browser")
    .action((_: unknown, command: Command) =>
      run(async () => (await import("./commands/ui.ts")).ui(mergedOptions<UiOptions>(command), context)),
    );

  add("demo", "starts a cluster of real nodes on this machine, and the panel on it")
    .option("--nodes <number>", "how many nodes (default: 4)", wholeNumber)
    .option("-p, --port <number>", "port of the panel; 0 takes a free one (default: 8025)", portNumber)
    .option(
      "--messages <number>",
      "messages in the queue of each node at the first start (default: 200)",
      wholeNumber,
    )
    .option("--folder <path>", "where nodes, password and configuration are kept (default: .demo)")
    .option("--open", "opens the panel in the browser")
    .action((_: unknown, command: Command) =>
      run(async () => (await import("./commands/demo.ts")).demo(command.opts<DemoOptions>(), context)),
    );

  return program;
}
