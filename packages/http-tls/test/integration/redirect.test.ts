import { describe, expect, it } from "vitest";
import { type HttpRequest } from "../../src/index.ts";
import { createTestCertificate, type RawServer } from "../../src/testing/index.ts";
import { answering, clientOf, failure, ok, rawServer, sharedCertificate, until } from "./support.ts";

const redirect = (status: number, location: string, body = ""): string =>
  `HTTP/1.1 ${status} Elsewhere\r\nLocation: ${location}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

const secrets = {
  auth: { username: "canary-user", password: "canary-password" },
  headers: {
    Cookie: "canary-cookie=1",
    "X-Api-Key": "canary-key",
    "X-Trace": "canary-trace",
    "User-Agent": "agent/1",
    Accept: "text/plain",
  },
} as const;

/** The request lines that a server received. */
function lines(server: RawServer): string[] {
  return [
    ...server
      .received()
      .toString()
      .matchAll(/([A-Z]+ \S+) HTTP\/1\.1\r\n/g),
  ].map(([, line]) => line ?? "");
}

/** Answers paths by a table; anything else is ok with the path as body. */
const routing = (routes: Readonly<Record<string, string>>) =>
  answering((request) => {
    const [method, path = ""] = request.split(" ", 2);
    return routes[path] ?? ok(method === "HEAD" ? "" : path);
  });

describe("a redirect", () => {
  it("is returned by default, body and all", async () => {
    const server = await rawServer(routing({ "/": redirect(302, "/next", "moved") }));
    for (const extra of [{}, { maxRedirects: 0 }]) {
      const response = await clientOf(server).request(extra);
      expect([response.status, await response.text()]).toEqual([302, "moved"]);
    }
    expect(lines(server)).toEqual(["GET /", "GET /"]);
  });

  it("inside of the origin is followed with everything the request had, on the same connection", async () => {
    const server = await rawServer(routing({ "/a/b": redirect(302, "c?x=1#part", "moved") }));
    const client = clientOf(server, { auth: secrets.auth });
    const response = await client.request({ path: "/a/b", headers: secrets.headers, maxRedirects: 1 });
    expect(await response.text()).toBe("/a/c?x=1");
    const received = server.received().toString();
    for (const field of ["Authorization: Basic", "canary-cookie", "canary-key"]) {
      expect(received.split(field)).toHaveLength(3);
    }
    expect(lines(server)).toEqual(["GET /a/b", "GET /a/c?x=1"]);
    expect(server.counts().accepted).toBe(1);
  });

  it("keeps method and body by its status, for every method that matters", async () => {
    const expected: Record<string, string> = {
      "301 GET": "GET",
      "302 GET": "GET",
      "303 GET": "GET",
      "307 GET": "GET",
      "308 GET": "GET",
      "301 HEAD": "HEAD",
      "302 HEAD": "HEAD",
      "303 HEAD": "HEAD",
      "307 HEAD": "HEAD",
      "308 HEAD": "HEAD",
      "301 POST": "returned",
      "302 POST": "returned",
      "303 POST": "GET",
      "307 POST": "POST",
      "308 POST": "POST",
      "300 GET": "returned",
      "304 GET": "returned",
      "305 GET": "returned",
    };
    for (const [name, outcome] of Object.entries(expected)) {
      const [status = "", method = ""] = name.split(" ");
      const server = await rawServer(
        answering((request) => {
          if (!request.includes(" /from ")) return ok("");
          return redirect(Number(status), "/to");
        }),
      );
      const response = await clientOf(server).request({
        method,
        path: "/from",
        maxRedirects: 5,
        ...(method === "POST" ? { body: "payload", headers: { "Content-Type": "text/x-canary" } } : {}),
      });
      expect(response.status, name).toBe(outcome === "returned" ? Number(status) : 200);
      await response.bytes();
      const followed = outcome === "returned" ? [] : [`${outcome} /to`];
      expect(lines(server), name).toEqual([`${method} /from`, ...followed]);
      const second = server.received().toString().split(" /to ")[1] ?? "";
      expect(second.includes("payload"), name).toBe(outcome === "POST");
      expect(second.includes("text/x-canary"), name).toBe(outcome === "POST");
    }
  });

  it("is returned when the body is a stream, and followed when it is a function that gives one", async () => {
    const bodies: (readonly [string, () => HttpRequest["body"], boolean])[] = [
      ["POST", () => ["pay", "load"], false],
      ["GET", () => ["pay", "load"], false],
      ["POST", () => () => ["pay", "load"], true],
      ["POST", () => Buffer.from("payload"), true],
    ];
    for (const [method, body, followed] of bodies) {
      const server = await rawServer(routing({ "/from": redirect(307, "/to") }));
      const request = { method, path: "/from", body: body(), maxRedirects: 3 } as HttpRequest;
      const response = await clientOf(server).request(request);
      expect(response.status).toBe(followed ? 200 : 307);
      await response.bytes();
      expect(lines(server)).toHaveLength(followed ? 2 : 1);
    }
  });

  it("loop ends at maxRedirects, and the last response is returned", async () => {
    const server = await rawServer(routing({ "/": redirect(302, "/", "again") }));
    const response = await clientOf(server).request({ maxRedirects: 4 });
    expect([response.status, await response.text()]).toEqual([302, "again"]);
    expect(lines(server)).toHaveLength(5);
    expect(server.counts().accepted).toBe(1);
  });

  it("loop over two origins ends at maxRedirects as well", async () => {
    let there = "";
    const here = await rawServer(answering(() => redirect(302, there)));
    const other = await rawServer(answering(() => redirect(302, here.origin)));
    there = other.origin;
    const response = await clientOf(here).request({ maxRedirects: 5 });
    expect(response.status).toBe(302);
    expect([lines(here).length, lines(other).length]).toEqual([3, 3]);
  });

  it("must say one place that can be gone to; the connection is let go when it does not", async () => {
    const locations = [
      "http://[",
      "ftp://127.0.0.1/",
      "javascript:x",
      "/a\r\nLocation: /b",
      "https://a:99999/",
    ];
    for (const location of locations) {
      const server = await rawServer((socket) =>
        // Its body never ends: whoever gives up on it must say so.
        socket.write(`HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 99\r\n\r\nx`),
      );
      const error = await failure(clientOf(server).request({ maxRedirects: 1 }));
      expect(error, location).toMatchObject({
        code: "protocol",
        context: { host: "127.0.0.1", port: server.port },
      });
      await server.close();
      expect(server.counts().open).toBe(0);
    }
  });

  it("without a Location is returned", async () => {
    const server = await rawServer(answering(() => "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"));
    expect((await clientOf(server).request({ maxRedirects: 1 })).status).toBe(302);
  });

  it("limit that is no whole number from 0 is invalid_argument, before anything is sent", async () => {
    const server = await rawServer(() => {});
    for (const maxRedirects of [-1, 1.5, NaN, Infinity]) {
      expect((await failure(clientOf(server).request({ maxRedirects }))).code).toBe("invalid_argument");
    }
    expect(server.counts().accepted).toBe(0);
  });

  it("shares one deadline with all that follow", async () => {
    let hops = 0;
    const server = await rawServer(
      answering((_request, socket) => {
        hops++;
        setTimeout(() => socket.write(redirect(302, "/")), 40);
        return undefined;
      }),
    );
    const error = await failure(clientOf(server).request({ maxRedirects: 1000, deadlineMs: 150 }));
    expect(error.code).toBe("deadline");
    expect(hops).toBeLessThanOrEqual(4);
    const byClient = clientOf(server, { deadlineMs: 150 });
    expect((await failure(byClient.request({ maxRedirects: 1000 }))).code).toBe("deadline");
  });

  it("whose body stands still is subject to the signal", async () => {
    const controller = new AbortController();
    const server = await rawServer((socket) => {
      socket.write("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 99\r\n\r\nx");
      controller.abort();
    });
    const request = { maxRedirects: 1, signal: controller.signal };
    expect((await failure(clientOf(server).request(request))).code).toBe("aborted");
  });
});

describe("a redirect to another origin", () => {
  it("brings nothing there that says who asks", async () => {
    const mine = await createTestCertificate();
    let peers = 0;
    const other = await rawServer(
      answering((_request, socket) => {
        if (
          Object.keys((socket as never as { getPeerCertificate(): object }).getPeerCertificate()).length > 0
        )
          peers++;
        return ok("there");
      }),
      { tlsOptions: { requestCert: true, rejectUnauthorized: false } },
    );
    const server = await rawServer(
      answering(() => redirect(303, `${other.origin.replace("//", "//canary-login:canary-pin@")}/x?y=1`)),
    );
    const { fingerprint } = await sharedCertificate();
    const client = clientOf(server, {
      auth: secrets.auth,
      tls: { fingerprints: [fingerprint], cert: mine.cert, key: mine.key },
    });
    const response = await client.request({
      path: "/canary-path?canary-query=1",
      headers: { ...secrets.headers, "Content-Type": "text/x-canary" },
      body: "canary-body",
      idempotent: true,
      maxRedirects: 3,
    });
    expect(await response.text()).toBe("there");
    const received = other.received().toString();
    expect(received).not.toMatch(/canary|authorization|cookie|referer|x-api|content-/i);
    expect(received).not.toContain(Buffer.from("canary-user").toString("base64").slice(0, 12));
    expect(received).toContain("GET /x?y=1 HTTP/1.1\r\n");
    expect(received).toContain(`Host: 127.0.0.1:${other.port}\r\n`);
    expect(received).toContain("User-Agent: agent/1\r\n");
    expect(peers).toBe(0);
  });

  it("takes the caller's own Authorization nowhere, nor that of a function or a bearer", async () => {
    const other = await rawServer(answering(() => ok("there")));
    const server = await rawServer(answering(() => redirect(302, other.origin)));
    const ways = [
      [{}, { authorization: "Basic canary" }],
      [{ auth: { bearer: "canary" } }, {}],
      [{ auth: () => "Token canary" }, {}],
    ] as const;
    for (const [options, headers] of ways) {
      await (await clientOf(server, options).request({ headers, maxRedirects: 1 })).text();
    }
    expect(
      server
        .received()
        .toString()
        .match(/canary/g),
    ).toHaveLength(3);
    expect(other.received().toString()).not.toMatch(/canary|authorization/i);
  });

  it("that leads back again finds the first origin without credentials", async () => {
    let home = "";
    const other = await rawServer(answering(() => redirect(302, `${home}/back`)));
    const server = await rawServer(
      answering((request) =>
        request.includes(" /back ")
          ? redirect(302, "/done")
          : request.includes(" /done ")
            ? ok("home")
            : redirect(302, other.origin),
      ),
    );
    home = server.origin;
    const client = clientOf(server, { auth: secrets.auth });
    const response = await client.request({ headers: secrets.headers, maxRedirects: 9 });
    expect(await response.text()).toBe("home");
    const [first = "", ...later] = server
      .received()
      .toString()
      .split(/(?=GET \/(?:back|done) )/);
    expect(first).toContain("Authorization");
    expect(later).toHaveLength(2);
    expect(later.join("")).not.toMatch(/canary|authorization|cookie/i);
  });

  it("is returned when it would take a body there", async () => {
    const other = await rawServer(() => {});
    for (const status of [307, 308]) {
      const server = await rawServer(answering(() => redirect(status, other.origin, "moved")));
      const response = await clientOf(server).request({ body: "canary", maxRedirects: 3 });
      expect([response.status, await response.text()]).toEqual([status, "moved"]);
    }
    expect(other.counts().accepted).toBe(0);
  });

  it("from https to http is refused, and nothing is dialled", async () => {
    const other = await rawServer(() => {}, { tls: false });
    const server = await rawServer(answering(() => redirect(302, other.origin, "moved")));
    const error = await failure(clientOf(server, { auth: secrets.auth }).request({ maxRedirects: 1 }));
    expect(error).toMatchObject({ code: "protocol", context: { port: server.port } });
    expect(other.counts().accepted).toBe(0);
  });

  it("is verified as this origin is: another certificate there is a mismatch", async () => {
    const other = await rawServer(() => {}, { certificate: await createTestCertificate() });
    const server = await rawServer(answering(() => redirect(302, other.origin)));
    const error = await failure(clientOf(server).request({ maxRedirects: 1 }));
    expect(error).toMatchObject({ code: "tls_pin_mismatch", context: { port: other.port } });
    expect(other.received().length).toBe(0);
  });

  it("leaves no connection behind when its answer has been read, or left", async () => {
    for (const read of [true, false]) {
      const other = await rawServer(answering(() => ok("there")));
      const server = await rawServer(answering(() => redirect(302, other.origin)));
      const client = clientOf(server);
      const response = await client.request({ maxRedirects: 1 });
      if (read) expect(await response.text()).toBe("there");
      else for await (const _piece of response.body) break;
      await other.close();
      expect(other.counts().open).toBe(0);
      expect(server.counts().open).toBe(1);
      await client.close();
      await server.close();
    }
  });

  it("ends with the client that followed it", async () => {
    const other = await rawServer((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"));
    const server = await rawServer(answering(() => redirect(302, other.origin)));
    const client = clientOf(server);
    const response = await client.request({ maxRedirects: 1 });
    client.destroy();
    expect((await failure(response.text())).code).toBe("closed");
    await until(() => other.counts().open === 0);
  });
});
