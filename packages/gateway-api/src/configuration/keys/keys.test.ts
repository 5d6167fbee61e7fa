import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changedParameters,
  compareKeyNames,
  ConfigurationError,
  contentFromBase64,
  contentToBase64,
  decodeKey,
  encodeParams,
  formatConfiguration,
  formatFlow,
  kindOfKey,
  matchesKeyPattern,
  parseConfiguration,
  parseFlow,
  splitKeyName,
} from "../index.ts";
import { anyText, keyList } from "../../../test/configuration-arbitrary.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("keys", () => {
  it.each([
    ["mail_flow__1", "flow"],
    ["acl_flow__3", "flow"],
    ["rcpt_flow__a.b/c", "flow"],
    ["transport_flow", "script"],
    ["queue_flow", "script"],
    ["system_authentication_script", "script"],
    ["file__4", "file"],
    ["remote_system__2", "remote_system"],
    ["mail_server__1", "other"],
    ["_flow__1", "other"],
    ["file__", "other"],
    ["", "other"],
  ])("%s is a %s", (name, kind) => {
    expect(kindOfKey(name)).toBe(kind);
  });

  it("are split at the first double underscore and sorted as people count", () => {
    expect(splitKeyName("mail_flow__1__2")).toEqual({ type: "mail_flow", id: "1__2" });
    expect(splitKeyName("queue_flow")).toEqual({ type: "queue_flow" });
    const names = ["file__10", "file__a", "file__2", "acl_flow__1", "file__02"];
    expect(names.sort(compareKeyNames)).toEqual([
      "acl_flow__1",
      "file__02",
      "file__2",
      "file__10",
      "file__a",
    ]);
  });

  it("fit patterns as the filter of configKeys reads them", () => {
    expect(matchesKeyPattern("file__12", "file__")).toBe(true);
    expect(matchesKeyPattern("file__12", "file__1%")).toBe(true);
    expect(matchesKeyPattern("file__12", "file__1")).toBe(false);
  });
});

describe("contents", () => {
  it("are text where they are UTF-8 and bytes where not", () => {
    expect(contentFromBase64(base64('å|"\r\n'))).toBe('å|"\r\n');
    expect(contentFromBase64("/w==")).toEqual(new Uint8Array([255]));
    expect(contentFromBase64("YW\n Jj")).toBe("abc");
    expect(contentFromBase64("YQ")).toBe("a");
    for (const wrong of ["!", "Y", "YQ=", "=", "Y===", "YWJj="])
      expect(contentFromBase64(wrong)).toBeUndefined();
    expect(() => contentToBase64("\ud800")).toThrow(ConfigurationError);
  });

  it("survive base64, whatever their bytes are", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        expect(contentToBase64(contentFromBase64(text) ?? "none")).toBe(text);
      }),
    );
  });
});

describe("flows", () => {
  it("are scripts and visual blocks with commas between them", () => {
    const text = `script "${base64("Reject();\n")}",auth_rate "yes" "a,b" "3" "60" {auth_reject,x},script "${base64("")}"`;
    expect(parseFlow(text)).toEqual([
      { kind: "script", script: "Reject();\n" },
      { kind: "visual", text: 'auth_rate "yes" "a,b" "3" "60" {auth_reject,x}' },
      { kind: "script", script: "" },
    ]);
  });

  it("are divided at every comma where quotes or braces do not pair up", () => {
    expect(parseFlow('a "b,c},d')).toEqual(['a "b', "c}", "d"].map((text) => ({ kind: "visual", text })));
  });

  it("keep a script block as it is where its base64 is spelled in another way", () => {
    expect(parseFlow('script "YQ"')).toEqual([{ kind: "visual", text: 'script "YQ"' }]);
  });

  it("come out as they went in, whatever the text is", () => {
    const piece = fc.constantFrom(
      '"',
      "\\",
      "{",
      "}",
      ",",
      "script ",
      'script "YQ=="',
      'script "/w=="',
      "x",
      "é",
      "|",
      "\n",
    );
    const texts = fc.oneof(
      anyText,
      fc.array(piece).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(formatFlow(parseFlow(text))).toBe(text);
      }),
    );
  });

  it("are not written where a visual block would read as something else", () => {
    for (const text of ["a,b", 'script "YQ=="', ""]) {
      expect(() => formatFlow([{ kind: "visual", text }])).toThrow(/bad_flow/);
    }
    expect(() =>
      formatFlow([
        { kind: "visual", text: 'a "' },
        { kind: "visual", text: 'b ",c' },
      ]),
    ).toThrow(/bad_flow/);
  });
});

describe("decodeKey", () => {
  it("reads flows with and without a rate, scripts and files", () => {
    expect(decodeKey({ name: "mail_flow__1", params: ["Main", "antispam"] })).toEqual({
      kind: "flow",
      name: "Main",
      blocks: [{ kind: "visual", text: "antispam" }],
    });
    expect(decodeKey({ name: "acl_flow__1", params: ["ACL", "10", ""] })).toEqual({
      kind: "flow",
      name: "ACL",
      rate: "10",
      blocks: [],
    });
    expect(decodeKey({ name: "queue_flow", params: [base64("Try();")] })).toEqual({
      kind: "script",
      script: "Try();",
    });
    expect(decodeKey({ name: "file__4", params: ["t", "text/csv", base64("a;ö")] })).toEqual({
      kind: "file",
      name: "t",
      type: "text/csv",
      data: "a;ö",
    });
  });

  it("keeps what does not fit its kind, and says why", () => {
    expect(decodeKey({ name: "queue_flow", params: ["%"] })).toMatchObject({
      params: ["%"],
      problem: "the script is not base64",
    });
    expect(decodeKey({ name: "mail_flow__1", params: [] })).toMatchObject({
      problem: "a flow has 2 or 3 parameters, not 0",
    });
    expect(decodeKey({ name: "file__1", params: ["a"] })).toMatchObject({ kind: "other" });
    expect(decodeKey({ name: "mail_server__1", params: ["a|b"] })).toEqual({
      kind: "other",
      params: ["a|b"],
    });
  });

  it("and encodeParams give back every key that a node may hold", () => {
    fc.assert(
      fc.property(keyList, (keys) => {
        for (const key of keys) expect(encodeParams(decodeKey(key))).toEqual(key.params);
      }),
    );
  });
});

describe("changedParameters", () => {
  const key = (params: string[]): { name: string; params: string[] } => ({ name: "acl_flow__1", params });
  it("names only what differs", () => {
    expect(changedParameters(key(["A", "1", "x"]), key(["A", "2", "x"]))).toEqual([
      { first: "rate", second: "2" },
    ]);
    expect(changedParameters(undefined, key(["A", "x"])).map(({ first }) => first)).toEqual(["name", "flow"]);
  });
  it("refuses where names are not known or parameters come and go", () => {
    expect(() => changedParameters(undefined, { name: "netaddr__1", params: ["x"] })).toThrow(/bad_key/);
    expect(() => changedParameters(key(["A", "x"]), key(["A", "1", "x"]))).toThrow(/bad_key/);
  });
});

describe("the configuration text", () => {
  it("has a line for each key", () => {
    const keys = [
      { name: "a__1", params: ['say "hi", a|b\\', "x\r\ny\u0000\u007fé"] },
      { name: "b", params: [] },
    ];
    expect(formatConfiguration(keys)).toBe('a__1 "say \\"hi\\", a|b\\\\" "x\\r\\ny\\x00\\x7fé"\nb\n');
    expect(
      parseConfiguration(`# by hand\r\n\n  ${formatConfiguration(keys).replaceAll("\n", " \r\n")}#`),
    ).toEqual(keys);
  });

  it("gives back every text of every key", () => {
    fc.assert(
      fc.property(keyList, (keys) => {
        expect(parseConfiguration(formatConfiguration(keys))).toEqual(keys);
      }),
    );
  });

  it.each([
    ['a "x', 1, 3],
    ['a "x"\nb "\\q"', 2, 4],
    ['a "x""y"', 1, 6],
    ["a x", 1, 3],
    ['\n "x"', 2, 2],
  ])("tells where %j is wrong", (text, line, column) => {
    expect(() => parseConfiguration(text)).toThrow(
      expect.objectContaining({
        code: "bad_text",
        position: expect.objectContaining({ line, column }) as unknown,
      }),
    );
  });

  it("refuses keys that are there twice, and names that no line can begin with", () => {
    expect(() => parseConfiguration("a\na")).toThrow(/bad_key.*twice/);
    expect(() => formatConfiguration([{ name: "#a", params: [] }])).toThrow(/bad_key/);
  });

  it("is read in linear time", () => {
    const many = `a ${'"\\n" '.repeat(200_000)}\n${"#".repeat(500_000)}`;
    const begun = performance.now();
    parseConfiguration(many);
    parseConfiguration(`a "${"x\\n".repeat(300_000)}"`);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });
});
