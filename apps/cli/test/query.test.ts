import { describe, expect, it } from "vitest";
import { cli, startNodes } from "./fixtures.ts";

/** A message that a stranger sent. */
const arrival = {
  messageId: "5f0c7a10-60e0-11e4-ac7b-000c294da5fc",
  actionId: 1,
  receivedAt: 1_700_000_000,
  from: "",
  to: "a@example.org",
  subject: "",
  clientIp: "192.0.2.1",
  helo: "x",
  sasl: "",
  size: 5,
  listener: "mailserver:1",
  transport: "",
  scores: [],
  metadata: [],
};

interface Answer {
  messages: { node: string; id: string; receivedAt: number; action: string; from: string; subject: string }[];
  nodes: { node: string; status: string; rows?: number; error?: { code: string } }[];
  total?: { count: number; atLeast: boolean };
  next: string | null;
}

const parse = (text: string): Answer => JSON.parse(text) as Answer;

describe("mailmux query", () => {
  it("merges the nodes newest first, and pages to the end without losing or doubling a message", async () => {
    const { config } = await startNodes(["mx1", "mx2", "mx3"]);
    const seen: string[] = [];
    const times: number[] = [];
    let next: string | null = null;
    do {
      const after: string[] = next === null ? [] : ["--after", next];
      const { code, out } = await cli(["-C", config, "query", "-f", "json", "-l", "17", ...after]);
      expect(code).toBe(0);
      const page = parse(out);
      if (next === null) expect(page.total).toEqual({ count: 90, atLeast: false });
      seen.push(...page.messages.map(({ node, id }) => `${node}:${id}`));
      times.push(...page.messages.map(({ receivedAt }) => receivedAt));
      ({ next } = page);
    } while (next !== null);
    expect(new Set(seen).size).toBe(90);
    expect(seen).toHaveLength(90);
    expect(times).toEqual([...times].sort((left, right) => right - left));
  });

  it("takes a filter, the quarantine and the history", async () => {
    const { config } = await startNodes(["mx1"]);
    const quarantine = parse((await cli(["-C", config, "query", "-q", "-f", "json"])).out);
    expect(quarantine.messages).toHaveLength(10);
    expect(new Set(quarantine.messages.map(({ action }) => action))).toEqual(new Set(["QUARANTINE"]));
    const history = parse(
      (await cli(["-C", config, "query", "--history", "-f", "json", "action=REJECT", "or", "action=BOUNCE"]))
        .out,
    );
    expect(history.messages.length).toBeGreaterThan(0);
    for (const { action } of history.messages) expect(["REJECT", "BOUNCE"]).toContain(action);
    const { out } = await cli(["-C", config, "query", "--count", "--utc", "time<{2001-01-01 00:00:00}"]);
    expect(out).toBe("0\n");
  });

  it("says in the JSON which nodes answered, and exits 99 when one did not", async () => {
    const { config, nodes } = await startNodes(["mx1", "mx2"]);
    await nodes[0]?.close();
    const { code, out } = await cli(["-C", config, "query", "-f", "json"]);
    const page = parse(out);
    expect(code).toBe(99);
    expect(page.nodes).toMatchObject([
      { node: "mx1", status: "failed", error: { code: "connect_refused" } },
      { node: "mx2", status: "ok", rows: 30 },
    ]);
    expect(page.total).toEqual({ count: 30, atLeast: true });
    expect((await cli(["-C", config, "query", "--count"])).out).toBe("at least 30\n");
  });

  it("shows strangers' text without its control characters", async () => {
    const { config, nodes } = await startNodes(["mx1"], { messages: 0 });
    nodes[0]?.store.enqueue({ ...arrival, subject: "=cmd()\u001b[2J\u202e evil\u0007" });
    const { out } = await cli(["-C", config, "query"]);
    expect(out).toContain("=cmd()\\x1b[2J\\u{202e} evil\\x07");
    const { out: csv } = await cli(["-C", config, "query", "-f", "csv"]);
    expect(csv).toContain("'=cmd()\u001b"); // not a formula, and as it is on a pipe
    const { out: shown } = await cli(["-C", config, "query", "-f", "csv"], { isTerminal: true });
    expect(shown).toContain("'=cmd()\\x1b[2J");
  });

  it("says that nothing matches", async () => {
    const { config } = await startNodes(["mx1"]);
    expect(await cli(["-C", config, "query", "from=nobody@nowhere.example"])).toEqual({
      code: 0,
      out: "",
      err: "No message matches.\n",
    });
  });

  it.each([
    [["query", "nope=1"], /no field "nope"/],
    [["query", "time>{2026-01-01 00:00:00}"], /needs a time zone/],
    [["query", "--history", "--quarantine"], /exclude each other/],
    [["query", "--after", "nonsense"], /not a position in a list/],
    [["query", "-l", "0"], /limit must be/],
    [["query", "-l", "many"], /must be a whole number/],
    [["query", "-n", "mx9"], /there is no node "mx9"/],
    [["query", "-c", "none"], /there is no cluster "none"/],
    [["query", "-f", "xml"], /Allowed choices are table, json, csv/],
    [["query", "--timeout", "0"], /number of seconds above 0/],
    [["status", "extra"], /too many arguments/],
    [["nonsense"], /unknown command 'nonsense'/],
    [[], /Usage: mailmux/],
  ])("refuses %j with exit code 1 and a reason", async (argv, reason) => {
    const { config } = await startNodes(["mx1"], { messages: 0 });
    const { code, out, err } = await cli(argv.length === 0 ? [] : ["-C", config, ...argv]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(reason);
  });

  it("says where it looked when there is no configuration", async () => {
    const { code, err } = await cli(["status"], { env: { XDG_CONFIG_HOME: "/nonexistent" } });
    expect(code).toBe(1);
    expect(err).toMatch(
      /there is no configuration\nName one with -C FILE[\s\S]*\/nonexistent\/mailmux\.json[\s\S]*mailmux demo/,
    );
  });
});

describe("mailmux --help", () => {
  it.each([["--help"], ["status", "--help"], ["query", "--help"], ["ui", "--help"], ["demo", "--help"]])(
    "%s %s",
    async (...argv) => {
      const { code, out } = await cli(argv.filter((each) => each !== undefined));
      expect(code).toBe(0);
      expect(out).toMatchSnapshot();
    },
  );
});
