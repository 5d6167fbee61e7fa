import { describe, expect, it } from "vitest";
import { encodeRequestHead } from "./request-encoder.ts";

const base = { method: "POST", target: "/remote/", host: "mx1", fields: [] as [string, string][] };

describe("encodeRequestHead", () => {
  it("writes a request line, Host, the fields and the length", () => {
    const head = encodeRequestHead({ ...base, fields: [["Content-Type", "text/xml"]], contentLength: 3 });
    expect(head).toBe(
      "POST /remote/ HTTP/1.1\r\nHost: mx1\r\nContent-Type: text/xml\r\nContent-Length: 3\r\n\r\n",
    );
  });

  it.each([
    ["a method with a space", { method: "GET /" }],
    ["a target with a line end", { target: "/a\r\nX: y" }],
    ["a target with a space", { target: "/a b" }],
    ["a target that is not a path", { target: "http://other/" }],
    ["a host with a line end", { host: "mx1\r\nX: y" }],
    ["a value with a line end", { fields: [["A", "b\r\nC: d"]] as [string, string][] }],
    ["a value with a NUL", { fields: [["A", "\0"]] as [string, string][] }],
    ["a value beyond one byte", { fields: [["A", "\u{1f600}"]] as [string, string][] }],
    ["a name with a colon", { fields: [["A:", "b"]] as [string, string][] }],
    [
      "a name given twice in other letters",
      {
        fields: [
          ["a", "1"],
          ["A", "2"],
        ] as [string, string][],
      },
    ],
    ["a length of the caller's own", { fields: [["content-LENGTH", "1"]] as [string, string][] }],
    ["a Connection of the caller's own", { fields: [["connection", "upgrade"]] as [string, string][] }],
    ["a Host of the caller's own", { fields: [["Host", "other"]] as [string, string][] }],
    ["a coding of the caller's own", { fields: [["Transfer-Encoding", "chunked"]] as [string, string][] }],
  ])("refuses %s", (_, change) => {
    expect(() => encodeRequestHead({ ...base, ...change })).toThrowError(/\[invalid_argument\]/);
  });

  it("checks a value after it was turned into text", () => {
    const sly = { toString: () => "x\r\nEvil: 1" } as unknown as string;
    expect(() => encodeRequestHead({ ...base, fields: [["A", sly]] })).toThrowError(/\[invalid_argument\]/);
  });
});
