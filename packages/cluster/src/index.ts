export { type Cluster, type ClusterMethods, type ClusterOptions, createCluster } from "./cluster.ts";
export {
  ClusterError,
  type ClusterErrorCode,
  clusterErrorCodes,
  type ClusterErrorContext,
} from "./errors.ts";
export { type MergedPage, type MergedRow, mergePages, type NodePage } from "./pages/merge-pages.ts";
export { naturalOrder } from "./natural-order.ts";
export { formatNodeSet, isNodeName, parseNodeSet } from "./node-set.ts";
export {
  ClusterReport,
  type NodeResult,
  type NodeStatus,
  type PolicyOutcome,
  type SkipCode,
  type TimeLimit,
} from "./result.ts";
export { type BreakerState, type FailureKind } from "./health/breaker.ts";
export { type Admission, type HealthListener, type HealthOptions, NodeHealth } from "./health/node-health.ts";
export { type ClockReading, type ClockSkew, clockSkew, isSkewed } from "./health/skew.ts";
export { type Clock, systemClock, type Timer } from "./run/clock.ts";
export { ClusterRun, runOn } from "./run/cluster-run.ts";
export { type NodeEvent, type RunProgress } from "./run/events.ts";
export { type FailureFacts, readFailure, type ReadFailure } from "./run/failure-facts.ts";
export { type Effect, type NamedNode, type Operation, type OperationContext } from "./run/operation.ts";
export { type RunOptions } from "./run/options.ts";
export { type RunPolicy, type Verdict } from "./run/policy.ts";
export { type SharedState } from "./run/schedule.ts";
