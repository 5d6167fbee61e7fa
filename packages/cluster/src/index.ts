export { type Cluster, type ClusterMethods, type ClusterOptions, createCluster } from "./cluster.ts";
export {
  ClusterError,
  type ClusterErrorCode,
  clusterErrorCodes,
  type ClusterErrorContext,
} from "./errors.ts";
export { type MergedPage, type MergedRow, mergePages, type NodePage } from "./merge-pages.ts";
export { naturalOrder } from "./natural-order.ts";
export { formatNodeSet, isNodeName, parseNodeSet } from "./node-set.ts";
export { ClusterReport, type NodeResult, type NodeStatus } from "./result.ts";
export {
  ClusterRun,
  type NamedNode,
  type NodeEvent,
  type Operation,
  type OperationContext,
  runOn,
  type RunOptions,
  type RunProgress,
} from "./run.ts";
