import { expect, it } from "vitest";
import { parseMainInput } from "./main-input.ts";

const node = { name: "mx1", endpoint: "https://127.0.0.1:1/remote/", address: "127.0.0.1:1" };

it("takes the options of a panel", () => {
  expect(parseMainInput(JSON.stringify({ nodes: [node], port: 8025, stopWithInput: true }))).toEqual({
    options: { nodes: [{ ...node, tls: {}, allowPlaintextAuth: false }], port: 8025 },
    stopWithInput: true,
  });
});

it.each([
  ["{", "standard input is not a JSON document"],
  ["{}", "nodes: "],
  [JSON.stringify({ nodes: [] }), "nodes: "],
  [JSON.stringify({ nodes: [{ ...node, endpoint: "file:///etc/passwd" }] }), "nodes.0.endpoint: "],
  [JSON.stringify({ nodes: [{ ...node, credentials: { username: "a", password: "canary" } }] }), "nodes.0: "],
])("refuses %s, naming the place and repeating no value", (text, message) => {
  expect(() => parseMainInput(text)).toThrow(message);
  expect(() => parseMainInput(text)).not.toThrow("canary");
});
