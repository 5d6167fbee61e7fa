import { type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { type HttpTlsError } from "../../src/index.ts";
import { answering, clientOf, failure, ok, rawServer, until } from "./support.ts";

/** Numbers that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("requests beyond maxConnections", () => {
  it("are served in the order in which they were asked for, whatever becomes of others in between", async () => {
    const served: number[] = [];
    const server = await rawServer(
      answering((request, socket) => {
        const number = Number(/ \/(\d+) /.exec(request)?.[1]);
        served.push(number);
        if (number % 5 === 2) socket.destroy();
        else return ok("x");
        return undefined;
      }),
    );
    const client = clientOf(server, { maxConnections: 1 });
    const outcomes: Promise<unknown>[] = [];
    const controller = new AbortController();
    const ask = (number: number): void => {
      const signal = number % 7 === 3 ? { signal: controller.signal } : {};
      const request = client.request({ method: "POST", path: `/${number}`, ...signal });
      // A newcomer asks in the very moment in which a connection becomes free.
      const done = request.then(async (response) => {
        await response.text();
        if (number < 20) ask(number + 100);
      });
      outcomes.push(done.catch((error: unknown) => (error as HttpTlsError).code));
    };
    for (let number = 0; number < 40; number++) ask(number);
    controller.abort();
    for (let index = 0; index < outcomes.length; index++) await outcomes[index];
    const first = Array.from({ length: 40 }, (_, number) => number).filter((number) => number % 7 !== 3);
    expect(served.slice(0, first.length)).toEqual(first);
    const later = first.filter((number) => number < 20 && number % 5 !== 2).map((number) => number + 100);
    expect(served.slice(first.length)).toEqual(later.filter((number) => number % 7 !== 3));
  });

  it("that reach their deadline in the queue say so, and leave their place to the next", async () => {
    let answer = (): void => {};
    const server = await rawServer((socket, bytes) => {
      if (bytes.includes("/first")) answer = () => socket.write(ok("first"));
      else socket.write(ok("third"));
    });
    const client = clientOf(server, { maxConnections: 1 });
    const first = client.request({ path: "/first" });
    const second = failure(client.request({ deadlineMs: 30 }));
    const third = client.request({ path: "/third" });
    expect(await second).toMatchObject({
      code: "deadline",
      context: { phase: "queued", requestSent: "none", host: "127.0.0.1", attempt: 1 },
    });
    answer();
    expect(await (await first).text()).toBe("first");
    expect(await (await third).text()).toBe("third");
  });

  it("never are with the server more at a time than allowed, under a load with failures of every kind", async () => {
    for (const seed of [1, 2, 3]) {
      const random = seeded(seed);
      let serving = 0;
      let most = 0;
      const server = await rawServer(
        answering((_request, socket) => {
          most = Math.max(most, ++serving);
          const chance = random();
          setImmediate(() => {
            serving--;
            if (chance < 0.15) socket.destroy();
            else if (chance < 0.3) socket.end(ok("bye").replace("\r\n", "\r\nConnection: close\r\n"));
            else if (chance < 0.4) socket.write("nonsense");
            else socket.write(ok("x"));
          });
          return undefined;
        }),
      );
      const client = clientOf(server, { maxConnections: 4 });
      let settled = 0;
      const all = Array.from({ length: 200 }, async () => {
        const method = random() < 0.5 ? "GET" : "POST";
        const outcome = client.request({ method }).then((response) => response.text());
        await outcome.catch(() => {});
        settled++;
      });
      await Promise.all(all);
      expect(settled).toBe(200);
      expect(most).toBeGreaterThan(1);
      expect(most).toBeLessThanOrEqual(4);
      await client.close();
      await server.close();
      expect(server.counts().open).toBe(0);
    }
  });
});

it("repeated requests ask for new connections, and a full pool does not stand still over it", async () => {
  const seen = new WeakSet<Socket>();
  const server = await rawServer(
    answering((_request, socket) => {
      if (seen.has(socket)) socket.destroy();
      else {
        seen.add(socket);
        return ok("x");
      }
      return undefined;
    }),
  );
  const client = clientOf(server, { maxConnections: 2 });
  for (let round = 0; round < 5; round++) {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, async () => (await client.request()).text()),
    );
    expect(outcomes).toEqual(["x", "x", "x", "x", "x", "x"]);
  }
});

describe("a kept connection", () => {
  const answers: Record<string, [string, number]> = {
    "timeout=5, max=100": ["Keep-Alive: timeout=5, max=100", 1],
    "timeout=1": ["Keep-Alive: timeout=1", 2],
    "timeout=0": ["Keep-Alive: timeout=0", 2],
    "no word of it": ["X-Other: timeout=0", 1],
    "Connection: close": ["Connection: close", 2],
  };
  for (const [what, [field, connections]] of Object.entries(answers)) {
    it(`serves ${connections === 1 ? "the next request" : "no other"} after ${what}`, async () => {
      const server = await rawServer(
        answering(() => `HTTP/1.1 200 OK\r\n${field}\r\nContent-Length: 1\r\n\r\nx`),
      );
      const client = clientOf(server);
      for (let index = 0; index < 2; index++) await (await client.request()).text();
      expect(server.counts().accepted).toBe(connections);
    });
  }
});

describe("the end of a client", () => {
  it("by close() lets those in the queue be served first", async () => {
    const server = await rawServer(answering(() => ok("x")));
    const client = clientOf(server, { maxConnections: 1 });
    const texts = Promise.all([1, 2, 3].map(async () => (await client.request()).text()));
    const closing = client.close();
    expect((await failure(client.request())).code).toBe("closed");
    expect(await texts).toEqual(["x", "x", "x"]);
    await closing;
    await until(() => server.counts().open === 0);
  });

  it("by destroy() settles each request exactly once: queued, connecting, sent or read", async () => {
    const server = await rawServer((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
    const client = clientOf(server, { maxConnections: 2 });
    const reading = await client.request();
    const settled: string[] = [];
    const note = (error: unknown): void => void settled.push((error as HttpTlsError).code);
    const all = [reading.text().catch(note)];
    for (let index = 0; index < 5; index++)
      all.push(
        client
          .request()
          .then(() => "answered")
          .catch(note),
      );
    client.destroy();
    client.destroy();
    await Promise.all(all);
    expect(settled).toEqual(["closed", "closed", "closed", "closed", "closed", "closed"]);
    await client.close();
    await until(() => server.counts().open === 0);
  });
});
