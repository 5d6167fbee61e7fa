// Adds up what every package's test run wrote.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

const resultFile = join(".test-results", "vitest.json");

/** Removes old results, so that a run that dies is never summed up with an earlier one's numbers. */
export function clearResults(root, manifests) {
  for (const manifest of manifests) rmSync(join(root, dirname(manifest), resultFile), { force: true });
}

/** Sums the results of all packages that have a `test` script. */
export function sumResults(root, manifests) {
  const total = { passed: 0, failed: 0, skipped: 0, unfinished: [], failures: [] };
  for (const manifest of manifests) {
    const { name, scripts } = JSON.parse(readFileSync(join(root, manifest), "utf8"));
    if (!scripts?.test) continue;
    const file = join(root, dirname(manifest), resultFile);
    if (!existsSync(file)) {
      total.unfinished.push(name);
      continue;
    }
    const results = JSON.parse(readFileSync(file, "utf8"));
    total.passed += results.numPassedTests;
    total.failed += results.numFailedTests;
    total.skipped += results.numPendingTests + results.numTodoTests;
    for (const suite of results.testResults) {
      const failed = suite.assertionResults.filter((test) => test.status === "failed");
      // A file that could not be loaded has no tests to count, and is a failure all the same.
      if (suite.status === "failed" && failed.length === 0) {
        total.failed += 1;
        total.failures.push(`${name}: ${suite.name}`);
      }
      for (const test of failed) total.failures.push(`${name}: ${test.fullName}`);
    }
  }
  total.failed += total.unfinished.length;
  return total;
}
