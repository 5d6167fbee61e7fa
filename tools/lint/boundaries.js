import { relative, sep } from "node:path";

/**
 * Who may import whom: imports run downward only (docs/architecture.md). A package that is not listed for a place
 * may not be imported there; a subpath is named where it alone is meant.
 */
const allowed = [
  { place: "packages/http-tls/", imports: [] },
  { place: "packages/soap-future/src/http-transport.ts", imports: ["@mailmux/http-tls"] },
  { place: "packages/soap-future/src/", imports: [] },
  { place: "packages/cluster/src/soap.ts", imports: ["@mailmux/soap-future"] },
  { place: "packages/cluster/src/", imports: [] },
  { place: "packages/gateway-api/src/filter/", imports: [] },
  {
    place: "packages/gateway-api/src/",
    imports: ["@mailmux/http-tls", "@mailmux/soap-future", "@mailmux/cluster"],
  },
  { place: "packages/gateway-node/src/", imports: ["@mailmux/soap-future", "@mailmux/gateway-api"] },
  { place: "apps/admin-ui/src/", imports: [] },
  { place: "apps/admin-ui/shared/", imports: [] },
  { place: "apps/admin-ui/server/", imports: ["@mailmux/cluster", "@mailmux/gateway-api"] },
  { place: "apps/cli/src/node.ts", imports: ["@mailmux/gateway-node"] },
  { place: "apps/cli/src/", imports: ["@mailmux/cluster", "@mailmux/gateway-api"] },
];

/** Test code may use what it tests against, upward too: it is not shipped. */
const isTest = (file) => /\.test\.ts$/.test(file) || /(^|\/)test\//.test(file);

/** The part of the wire parser that must stay without sockets. */
const withoutIo = {
  place: "packages/http-tls/src/wire/",
  refused: /^node:(?:net|tls|dns|http|https|stream|fs)/,
};

export const boundaries = {
  meta: {
    type: "problem",
    docs: { description: "imports run downward only" },
    schema: [],
    messages: {
      upward: "{{place}} may not import {{source}}: imports run downward only (docs/architecture.md).",
      io: "{{place}} is pure: it may not import {{source}}.",
      inside: "Import the package by its name, not by a path into it.",
    },
  },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join("/");
    const rule = allowed.find(({ place }) => file.startsWith(place));
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== "string") return;
      if (/^\.\.\/(?:\.\.\/)*(?:packages|apps)\//.test(source)) context.report({ node, messageId: "inside" });
      if (isTest(file)) return;
      if (file.startsWith(withoutIo.place) && withoutIo.refused.test(source)) {
        context.report({ node, messageId: "io", data: { place: withoutIo.place, source } });
      }
      if (!rule || !source.startsWith("@mailmux/")) return;
      const own = `@mailmux/${file.split("/")[1]}`;
      const name = source.split("/").slice(0, 2).join("/");
      if (name !== own && !rule.imports.includes(name)) {
        context.report({ node, messageId: "upward", data: { place: rule.place, source } });
      }
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
