import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareKeyNames, readFolder, readIgnoreFile, writeFolder, type ConfigKey } from "../index.ts";
import { keyList } from "../../../test/configuration-arbitrary.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const flow = (script: string): string => `script "${base64(script)}"`;
const file = (name: string, content: string): { name: string; content: string } => ({ name, content });

describe("writeFolder", () => {
  it("writes what halonctl's hsl dump writes", () => {
    const keys: ConfigKey[] = [
      { name: "acl_flow__2", params: ["Connect", "100", `acl "x" {reject},${flow("Accept();")}`] },
      { name: "file__3", params: ["list", "text/csv", base64("a;b\n")] },
      { name: "file__4", params: ["note", "text/plain", base64("hej å")] },
      { name: "file__5", params: ["lib", "text/hsl", base64("x")] },
      { name: "mail_server__1", params: ["x"] },
      { name: "queue_flow", params: [base64("Try();\n")] },
    ];
    expect(writeFolder(keys)).toEqual({
      files: [
        file("acl_flow__2.hsl", '//= NAME: Connect\n//= META: 100\n//= acl "x" {reject}\nAccept();\n'),
        file("file__3.csv", "//= NAME: list\na;b\n"),
        file("file__4.txt", "//= NAME: note\nhej å"),
        file("file__5.bin", "//= NAME: lib\n//= META: text/hsl\nx"),
        file("queue_flow.hsl", "Try();\n"),
      ],
      left: ["mail_server__1"],
      problems: [],
    });
  });

  it("says which keys would not come back, and writes no file for them", () => {
    const keys: ConfigKey[] = [
      { name: "mail_flow__1", params: ["two", `${flow("a")},${flow("b")}`] },
      { name: "mail_flow__2", params: ["marked", flow("a\n//= b")] },
      { name: "mail_flow__3", params: ["line\nend", flow("a")] },
      { name: "mail_flow__4", params: ["bytes", 'script "/w=="'] },
      { name: "file__a", params: ["a", "text/plain", ""] },
      { name: "file__A", params: ["A", "text/plain", ""] },
      { name: "queue_flow", params: ["%"] },
    ];
    const { files, problems } = writeFolder(keys);
    expect(files.map(({ name }) => name)).toEqual(["file__A.txt"]);
    expect(problems.map(({ key }) => key)).toEqual([
      "file__a",
      "mail_flow__1",
      "mail_flow__2",
      "mail_flow__3",
      "mail_flow__4",
      "queue_flow",
    ]);
  });

  it("leaves ignored keys alone", () => {
    expect(
      writeFolder([{ name: "file__1", params: ["a", "b", ""] }], readIgnoreFile("x\r\nfile__1\n")),
    ).toEqual({
      files: [],
      left: [],
      problems: [],
    });
  });

  it("gives names that stay in the folder, whatever a node calls its keys", () => {
    const hostile = fc.array(
      fc.constantFrom("..", "/", "\\", ":", "\u0000", "%2F", "a", " ", "é", "~", "."),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const name = `file__${parts.join("")}`;
        const { files } = writeFolder([{ name, params: ["", "text/plain", ""] }]);
        for (const each of files) expect(each.name).toMatch(/^file__[A-Za-z0-9_.%-]+\.txt$/);
        expect(readFolder(files).keys.map((key) => key.name)).toEqual(files.length === 1 ? [name] : []);
      }),
    );
  });
});

describe("readFolder", () => {
  it("reads back every key that was written", () => {
    fc.assert(
      fc.property(keyList, (keys) => {
        const { files, left, problems } = writeFolder(keys);
        const gone = new Set([...left, ...problems.map(({ key }) => key)]);
        const expected = keys
          .filter(({ name }) => !gone.has(name))
          .sort((a, b) => compareKeyNames(a.name, b.name));
        expect(readFolder(files)).toEqual({ keys: expected, left: [], problems: [] });
      }),
    );
  });

  it("reads a visual block that halonctl divided at its comma, and a last line without an end", () => {
    const { keys } = readFolder([
      file("mail_flow__1.hsl", '//= NAME: Main\n//= rate "a\n//= b" {x}\nTry();'),
    ]);
    expect(keys).toEqual([{ name: "mail_flow__1", params: ["Main", `rate "a,b" {x},${flow("Try();")}`] }]);
  });

  it("takes the type of an old .bin file from the node's key", () => {
    const bin = file("file__1.bin", "//= NAME: n\nx");
    const known = [{ name: "file__1", params: ["n", "image/png", ""] }];
    expect(readFolder([bin], { known }).keys[0]?.params[1]).toBe("image/png");
    expect(readFolder([bin]).keys[0]?.params[1]).toBe("text/plain");
  });

  it("leaves what is not of the form, and anything with a folder in its name", () => {
    const names = [
      "README.md",
      "_ignore",
      "../file__1.txt",
      "a/file__1.txt",
      "..\\file__1.txt",
      "file__1.hsl",
      "mail_flow__1.txt",
      "file__%2e.txt",
      "file__%.txt",
      "mail_server__1.hsl",
    ];
    expect(readFolder(names.map((name) => file(name, "x")))).toEqual({ keys: [], left: names, problems: [] });
  });

  it("tells files that cannot be read and keys that have two", () => {
    const bytes = { name: "mail_flow__1.hsl", content: new Uint8Array([255]) };
    const { keys, problems } = readFolder([bytes, file("file__1.txt", "a"), file("file__1.csv", "b")]);
    expect(keys).toHaveLength(1);
    expect(problems).toEqual([
      { file: "mail_flow__1.hsl", reason: "a flow must be UTF-8 text" },
      { file: "file__1.csv", reason: "another file is file__1 too" },
    ]);
  });
});
