import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { diagnosticsChannels, type HttpClientOptions, type HttpRequest } from "../../src/index.ts";
import { dialHttpProxy } from "../../src/proxy/index.ts";
import { createConnectProxy, createTestCertificate } from "../../src/testing/index.ts";
import { answering, cleanups, clientOf, failure, ok, rawServer, until } from "./support.ts";

interface Heard {
  readonly name: string;
  readonly event: Record<string, unknown>;
}

/** All that is published from now to the end of the test. */
function listen(onEvent: (name: string) => void = () => {}): Heard[] {
  const heard: Heard[] = [];
  for (const [name, channel] of Object.entries(diagnosticsChannels)) {
    const hear = (event: unknown): void => {
      heard.push({ name, event: event as Record<string, unknown> });
      onEvent(name);
    };
    subscribe(channel, hear);
    cleanups.push(() => unsubscribe(channel, hear));
  }
  return heard;
}

const names = (heard: readonly Heard[]): string[] => heard.map(({ name }) => name);

it("each step of a connection and its requests is published with what it is about", async () => {
  const server = await rawServer(answering(() => ok("hello")));
  const heard = listen();
  const client = clientOf(server);
  for (const path of ["/a?secret=1", "/b"]) await (await client.request({ path })).text();
  await client.close();
  await until(() => names(heard).includes("disconnect"));
  const exchange = ["request", "response", "end"];
  expect(names(heard)).toEqual(["connect", ...exchange, ...exchange, "disconnect"]);
  const [connect, request, response, end, again, , , disconnect] = heard.map(({ event }) => event);
  const peer = { host: "127.0.0.1", port: server.port };
  expect(connect).toEqual({
    ...peer,
    secure: true,
    tcpMs: expect.any(Number) as number,
    tlsMs: expect.any(Number) as number,
    weakPin: false,
  });
  const about = { ...peer, method: "GET", path: "/a", attempt: 1, reused: false };
  expect(request).toEqual(about);
  expect(response).toEqual({ ...about, status: 200 });
  const half = server.received().indexOf("GET /b");
  expect(end).toEqual({ ...about, status: 200, bytesOut: half, bytesIn: ok("hello").length });
  expect(again).toEqual({ ...about, path: "/b", reused: true });
  expect(disconnect).toEqual({ ...peer, requests: 2 });
});

it("a failure is published once, with the error that the caller gets", async () => {
  const server = await rawServer((socket) => socket.end("garbage"));
  const heard = listen();
  const error = await failure(clientOf(server).request());
  await until(() => names(heard).includes("disconnect"));
  const published = heard.filter(({ name }) => name === "error");
  expect(published).toHaveLength(1);
  expect(published[0]?.event).toEqual({ host: "127.0.0.1", port: server.port, error });
});

it("a leniency is published with the request that needed it", async () => {
  const server = await rawServer(answering(() => "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n"));
  const heard = listen();
  await (await clientOf(server, { lenient: ["bare-lf"] }).request()).text();
  expect(heard.find(({ name }) => name === "leniency")?.event).toEqual({
    host: "127.0.0.1",
    port: server.port,
    method: "GET",
    path: "/",
    attempt: 1,
    reused: false,
    name: "bare-lf",
  });
});

it("a listener may end the client in the middle of an event: the request fails once", async () => {
  for (const at of ["connect", "request", "response"]) {
    const server = await rawServer(answering(() => ok("hello")));
    const client = clientOf(server);
    const heard = listen((name) => {
      if (name === at) client.destroy();
    });
    const outcome = client.request({ method: "PUT", body: "x" }).then((response) => response.text());
    expect((await failure(outcome)).code, at).toBe("closed");
    expect(names(heard).filter((name) => name === "error")).toHaveLength(1);
    await server.close();
  }
});

const canary = "c4n4ry";
const base64 = Buffer.from(`user:${canary}`).toString("base64");

/** All that anybody could write to a log. */
function shown(value: unknown): string {
  const causes = [];
  for (let error = value; error instanceof Error; error = error.cause) causes.push(error.stack);
  const text = [inspect(value, { depth: 10, showHidden: false }), JSON.stringify(value), ...causes];
  return text.join("\n");
}

it("no secret is in any error, event, client or response, whichever way it is given", async () => {
  const mine = await createTestCertificate({ passphrase: canary });
  const proxy = await createConnectProxy({ credentials: { username: "user", password: canary } });
  cleanups.push(() => proxy.close());
  const answer = ok("fine");
  const server = await rawServer(
    answering((request, socket) => {
      if (request.includes(" /hangup")) socket.destroy();
      else return request.includes(" /garbage") ? "HTTP/9 what\r\n\r\n" : answer;
      return undefined;
    }),
  );
  const { fingerprint } = server.certificate;
  const dial = dialHttpProxy({
    proxy: proxy.origin,
    auth: { username: "user", password: canary },
    allowPlaintextAuth: true,
  });
  const tls = { fingerprints: [fingerprint], cert: mine.cert, key: mine.key, passphrase: canary };
  const ways: Record<string, [Partial<HttpClientOptions>, HttpRequest]> = {
    Basic: [{ auth: { username: "user", password: canary } }, {}],
    bearer: [{ auth: { bearer: canary } }, {}],
    function: [{ auth: () => `Token ${canary}` }, {}],
    headers: [{}, { headers: { Authorization: canary, Cookie: canary, "X-Key": canary } }],
    proxy: [{ dial }, {}],
    passphrase: [{ tls }, {}],
    "bad passphrase": [{ tls: { ...tls, passphrase: `${canary}!` } }, {}],
    "bad header": [{}, { headers: { "X-Key": `${canary}\n` } }],
    "bad query": [{}, { path: `/?password=${canary} x` }],
  };
  const heard = listen();
  const seen: unknown[] = [dial];
  const queries = ["/", "/hangup", "/garbage"].map((path) => `${path}?username=user&password=${canary}`);
  for (const [options, request] of Object.values(ways)) {
    for (const path of queries) {
      try {
        const client = clientOf(server, options);
        seen.push(client);
        const response = await client.request({ path, ...request });
        seen.push(response, response.connection, await response.text(), response);
      } catch (error) {
        seen.push(error);
      }
    }
    await failure(
      Promise.resolve().then(() =>
        clientOf(server, { ...options, origin: "https://127.0.0.1:1" }).request(request),
      ),
    ).then((error) => seen.push(error));
  }
  const log = [...seen, ...heard.map(({ event }) => event)].map(shown).join("\n");
  expect(server.received().toString()).toContain(canary);
  expect(server.received().toString()).toContain(base64);
  expect(names(heard)).toEqual(expect.arrayContaining(["error", "end", "request", "connect"]));
  expect(log).not.toContain(canary);
  expect(log).not.toContain(base64);
});
