import { describe, expect, it } from "vitest";
import { problemCodes } from "#shared/api.ts";
import type { ApiProblemCode, ApiProblemDetails } from "../api/api-problem.ts";
import { classify } from "./classify.ts";

const problem = (code: ApiProblemCode, more: Partial<ApiProblemDetails> = {}): ApiProblemDetails => ({
  code,
  message: "what the server said",
  retryable: false,
  ...more,
});

describe("a problem", () => {
  it.each(problemCodes)("with the code %s has words of its own", (code) => {
    expect(classify(problem(code)).message).not.toBe(classify(problem("unexpected_answer")).message);
  });

  it("with a code that is not in the table shows what the server said, and offers what can help", () => {
    const later = problem("code_of_a_later_version" as ApiProblemCode);
    expect(classify(later)).toEqual({
      severity: "error",
      message: "Something unexpected came back from the server.",
      hint: "what the server said",
      action: "reload",
    });
    expect(classify({ ...later, retryable: true }).action).toBe("retry");
  });

  it("in the filter is told in the server's words", () => {
    expect(classify(problem("bad_filter", { message: "unknown field frm" }))).toMatchObject({
      message: "unknown field frm",
      action: "fix_filter",
    });
  });

  it("of too many attempts says how long to wait, where the server does", () => {
    const hint = (retryAfterSeconds?: number) =>
      classify(problem("too_many_attempts", { retryAfterSeconds })).hint;
    expect(hint()).toBe("Wait a moment before the next one.");
    expect(hint(1)).toBe("Wait a second before the next one.");
    expect(hint(45)).toBe("Wait 45 seconds before the next one.");
    expect(hint(240)).toBe("Wait 4 minutes before the next one.");
  });

  it("inside the server names the request, so that its log can be searched", () => {
    expect(classify(problem("internal", { requestId: "req-1" })).hint).toContain("req-1");
  });
});
