import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { describe, expect, it } from "vitest";
import { createHttpClient, diagnosticsChannels, HttpTlsError, type Leniency } from "../../src/index.ts";
import { answering, cleanups, clientOf, failure, rawServer } from "./support.ts";

const answers: Readonly<Record<Leniency, string>> = {
  "bare-lf": "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
  "obs-fold": "HTTP/1.1 200 OK\r\nX-Long: a\r\n b\r\nContent-Length: 5\r\n\r\nhello",
  "space-before-colon": "HTTP/1.1 200 OK\r\nContent-Length : 5\r\n\r\nhello",
  "chunk-size-trailing-space":
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5  \r\nhello\r\n0  \r\n\r\n",
  "status-line-without-reason": "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
};

describe("a server that departs from RFC 9112", () => {
  for (const [name, answer] of Object.entries(answers) as [Leniency, string][]) {
    it(`by ${name} is refused unless just that is put up with, and then it is reported`, async () => {
      const server = await rawServer(answering(() => answer));
      const heard: unknown[] = [];
      const hear = (event: unknown): void => void heard.push(event);
      subscribe(diagnosticsChannels.leniency, hear);
      cleanups.push(() => unsubscribe(diagnosticsChannels.leniency, hear));
      const text = async (lenient?: readonly Leniency[]): Promise<string> => {
        const client = clientOf(server, lenient === undefined ? {} : { lenient });
        return (await client.request({ path: "/x?y" })).text();
      };
      const others = (Object.keys(answers) as Leniency[]).filter((other) => other !== name);
      expect((await failure(text())).code).toBe("protocol");
      expect((await failure(text(others))).code).toBe("protocol");
      expect(heard).toEqual([]);
      expect(await text([name])).toBe("hello");
      const peer = { host: "127.0.0.1", port: server.port };
      expect(heard).toEqual([{ ...peer, method: "GET", path: "/x", attempt: 1, reused: false, name }]);
    });
  }

  it("may depart in one answer and not in the next: the connection is kept, and each is reported", async () => {
    let answered = 0;
    const server = await rawServer(
      answering(() => (answered++ % 2 === 0 ? answers["bare-lf"] : answers["obs-fold"])),
    );
    const client = clientOf(server, { lenient: ["bare-lf", "obs-fold"] });
    for (let index = 0; index < 4; index++) expect(await (await client.request()).text()).toBe("hello");
    expect(server.counts().accepted).toBe(1);
  });
});

it("a leniency that nobody knows is invalid_argument", () => {
  for (const lenient of [["all"], ["bare-lf", "BARE-LF"], [""], [undefined], "bare-lf"]) {
    const make = (): unknown => createHttpClient({ origin: "https://mx1", lenient: lenient as never });
    expect(make, JSON.stringify(lenient)).toThrow(HttpTlsError);
  }
});
