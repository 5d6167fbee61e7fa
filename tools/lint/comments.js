/** A lint rule is switched off only with a reason behind `--`. */
export const explainedDisable = {
  meta: {
    type: "problem",
    schema: [],
    messages: { why: "Say why behind --: eslint-disable-next-line rule -- reason." },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const text = comment.value.trim();
          if (/^eslint-disable/.test(text) && !/--\s*\S/.test(text))
            context.report({ loc: comment.loc, messageId: "why" });
        }
      },
    };
  },
};

/** Every test runs: none is skipped for good, singled out, planned, or commented out. `skipIf` names its condition. */
export const noIdleTests = {
  meta: {
    type: "problem",
    schema: [],
    messages: { idle: "A test that does not run proves nothing.", commented: "A test is commented out." },
  },
  create(context) {
    if (!/\.test\.ts$/.test(context.filename)) return {};
    return {
      MemberExpression(node) {
        const object = node.object.name;
        if (
          ["it", "test", "describe"].includes(object) &&
          ["skip", "only", "todo"].includes(node.property.name)
        ) {
          context.report({ node, messageId: "idle" });
        }
      },
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (/^\s*(?:it|test|describe)(?:\.\w+)?\(/m.test(comment.value))
            context.report({ loc: comment.loc, messageId: "commented" });
        }
      },
    };
  },
};
