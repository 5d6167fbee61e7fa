import { once } from "node:events";
import { connect } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SoapFault } from "../src/server/index.ts";
import { envelopeOf, httpRequest, startNotes } from "./server-notes.ts";

const add = envelopeOf("<q:add><title>t</title></q:add>");
const status = envelopeOf("");
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

describe("the HTTP of a service", () => {
  it("serves the WSDL to GET and HEAD, and nothing to other methods", async () => {
    const { endpoint } = await startNotes();
    const got = await fetch(`${endpoint}?wsdl`);
    expect(got.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    const text = await got.text();
    expect(text).toContain('<definitions name="Notes"');
    const head = await fetch(endpoint, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(Buffer.byteLength(text))]);
    const put = await fetch(endpoint, { method: "PUT", body: "x" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    expect(await put.text()).toContain("<faultcode>SOAP-ENV:Client</faultcode>");
  });

  it.each(["text/xml", "application/soap+xml", "application/x-www-form-urlencoded", "nonsense", ""])(
    "takes an envelope of the content type %j",
    async (type) => {
      const { raw } = await startNotes();
      expect(statusOf(await raw(httpRequest(add, { "Content-Type": type })))).toBe(200);
    },
  );

  it("takes a body in chunks, and without a content type", async () => {
    const { raw } = await startNotes();
    const chunks = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${add.length.toString(16)}\r\n${add}\r\n0\r\n\r\n`;
    expect(statusOf(await raw(chunks))).toBe(200);
  });

  it.each([
    "text/xml; charset=iso-8859-1",
    'text/xml; charset="UTF-7"',
    "multipart/related; boundary=b; charset=utf-16",
  ])("refuses another encoding of characters: %s", async (type) => {
    const { post, calls } = await startNotes();
    expect((await post(add, { "Content-Type": type })).status).toBe(415);
    expect(calls).toEqual([]);
  });

  it("keeps the connection for the next request after a fault, and after a refusal of a whole request", async () => {
    const { raw } = await startNotes({
      authenticate: ({ headers }) => {
        if (headers["x-refused"] === undefined) return "somebody";
        throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Unauthorized", httpStatus: 401 });
      },
    });
    const keep = { Connection: "keep-alive" };
    const answers = await raw(
      httpRequest(envelopeOf("<q:unknown/>"), keep) +
        httpRequest(status, { ...keep, "X-Refused": "1" }) +
        httpRequest("", keep, "GET") +
        httpRequest(status),
    );
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => code);
    expect(statuses).toEqual(["500", "401", "200", "200"]);
    expect(answers).toContain('WWW-Authenticate: Basic realm="SOAP", charset="UTF-8"');
  });

  it("ends the connection after a request that it refused half-way, and the client gets to read why", async () => {
    const { port, calls } = await startNotes({ maxBodyBytes: 1000 });
    const socket = connect(port, "127.0.0.1");
    const chunks: string[] = [];
    socket.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
    const body = "x".repeat(3_000_000);
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await once(socket, "end");
    expect(chunks.join("")).toContain("HTTP/1.1 413");
    expect(chunks.join("")).toContain("Connection: close");
    expect(chunks.join("")).toContain("The request is larger than 1000 bytes");
    expect(calls).toEqual([]);
  });

  it.each([0, 1])("takes exactly maxBodyBytes, here %i more", async (more) => {
    const { raw } = await startNotes({ maxBodyBytes: add.length - more });
    expect(statusOf(await raw(httpRequest(add)))).toBe(more === 0 ? 200 : 413);
    const chunks = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${add.length.toString(16)}\r\n${add}\r\n0\r\n\r\n`;
    expect(statusOf(await raw(chunks))).toBe(more === 0 ? 200 : 413);
  });

  it("does not wait for ever for a body", async () => {
    const { raw, calls } = await startNotes({ bodyTimeoutMs: 30 });
    const answer = await raw(httpRequest(add, { "Content-Length": add.length + 1 }));
    expect(statusOf(answer)).toBe(408);
    expect(answer).toContain("did not arrive within 30 ms");
    expect(calls).toEqual([]);
  });

  it("asks who it is before it lets a client send its body", async () => {
    const { port, calls } = await startNotes({
      authenticate: ({ headers }) => {
        if (headers.authorization !== undefined) return "somebody";
        throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Unauthorized", httpStatus: 401 });
      },
    });
    const ask = async (more: string): Promise<string> => {
      const socket = connect(port, "127.0.0.1").setEncoding("utf8");
      socket.write(
        `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${add.length}\r\n${more}\r\n`,
      );
      const [first] = (await once(socket, "data")) as [string];
      if (!first.startsWith("HTTP/1.1 100")) {
        socket.destroy();
        return first;
      }
      socket.write(add);
      return String((await once(socket, "data"))[0]);
    };
    expect(statusOf(await ask(""))).toBe(401);
    expect(calls).toEqual([]);
    expect(statusOf(await ask("Authorization: Basic x\r\n"))).toBe(200);
  });

  it("refuses gzip unless it was told to take it", async () => {
    const { post } = await startNotes();
    const refused = await post(gzipSync(add), { "Content-Encoding": "gzip" });
    expect([refused.status, refused.headers.get("accept-encoding")]).toEqual([415, "identity"]);
    const taking = await startNotes({ decompress: true });
    expect((await taking.post(gzipSync(add), { "Content-Encoding": "gzip" })).status).toBe(200);
    expect((await taking.post(gzipSync(add), { "Content-Encoding": "br" })).status).toBe(415);
    expect((await taking.post(add, { "Content-Encoding": "gzip" })).status).toBe(400);
    expect((await taking.post(gzipSync(add).subarray(0, -9), { "Content-Encoding": "gzip" })).status).toBe(
      400,
    );
    expect((await taking.post(add, { "Content-Encoding": "identity" })).status).toBe(200);
  });

  it("compresses answers for those who take gzip, if it was told to", async () => {
    const handlers = { status: () => ({ state: "long ".repeat(1000) }) };
    const ask = async (compress: boolean, accepted: string): Promise<string> => {
      const { raw } = await startNotes({ compress, handlers });
      return raw(httpRequest(status, { "Accept-Encoding": accepted }));
    };
    const inGzip = await ask(true, "deflate, gzip;q=0.5");
    expect(inGzip).toContain("Content-Encoding: gzip");
    expect(inGzip).toContain("Vary: Accept-Encoding");
    expect(await ask(true, "gzip;q=0, br")).toContain("long long");
    expect(await ask(false, "gzip")).not.toContain("Content-Encoding");
    const { endpoint } = await startNotes({ compress: true, handlers });
    const response = await fetch(endpoint, { method: "POST", body: status });
    expect(await response.text()).toContain("long long");
    expect(gunzipSync(gzipSync("x")).toString()).toBe("x");
  });

  it("tells a handler that its client has gone", async () => {
    const gone = Promise.withResolvers<string>();
    const called = Promise.withResolvers<undefined>();
    const { port } = await startNotes({
      handlers: {
        add: async (_, { signal }) => {
          signal.addEventListener("abort", () => gone.resolve("aborted"));
          called.resolve(undefined);
          await gone.promise;
          return { id: 1, size: 1 };
        },
      },
    });
    const socket = connect(port, "127.0.0.1");
    socket.write(httpRequest(add));
    await called.promise;
    socket.destroy();
    expect(await gone.promise).toBe("aborted");
  });

  it("does not tell a handler so whose client was answered", async () => {
    const { post, calls, server } = await startNotes();
    await (await post(add)).text();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(calls[0]?.context.signal.aborted).toBe(false);
  });

  it("forgets a request whose client went away in its middle", async () => {
    const { port, errors, calls, post, server } = await startNotes();
    const socket = connect(port, "127.0.0.1");
    const arrived = once(server, "request");
    socket.write(httpRequest(add, { "Content-Length": 10_000 }));
    await arrived;
    socket.destroy();
    expect((await post(status)).status).toBe(200);
    expect([errors, calls.length]).toEqual([[], 1]);
  });
});
