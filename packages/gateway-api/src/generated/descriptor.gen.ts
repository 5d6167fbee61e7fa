// Generated from wsdl/gateway.wsdl by `pnpm --filter @mailmux/gateway-api generate`. Do not edit.

import { type ServiceDescriptor } from "@mailmux/soap-future";

export const gatewayDescriptor: ServiceDescriptor = {
  "name": "Gateway",
  "targetNamespace": "urn:halon",
  "port": "GatewayPort",
  "soapVersion": "1.1",
  "location": "https://localhost/remote/",
  "operations": [
    {
      "name": "login",
      "soapAction": "",
      "documentation": "Succeeds when the credentials are accepted.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "login",
        "type": 0,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "loginResponse",
        "type": 1,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "getVersion",
      "soapAction": "",
      "documentation": "The product version, such as 4.8-p1.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getVersion",
        "type": 3,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getVersionResponse",
        "type": 4,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "getUptime",
      "soapAction": "",
      "documentation": "Seconds since the system started.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getUptime",
        "type": 5,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getUptimeResponse",
        "type": 6,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "getSerial",
      "soapAction": "",
      "documentation": "The serial number of the node: digits, unique per node.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getSerial",
        "type": 7,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getSerialResponse",
        "type": 8,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "getTime",
      "soapAction": "",
      "documentation": "The clock of the node.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getTime",
        "type": 9,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getTimeResponse",
        "type": 10,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueue",
      "soapAction": "",
      "documentation": "Messages in the queue and in quarantine, newest first. action=DELIVER finds those that wait for delivery, action=QUARANTINE those in quarantine.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueue",
        "type": 11,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueResponse",
        "type": 13,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailHistory",
      "soapAction": "",
      "documentation": "What became of messages: one row per recipient and action, newest first.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailHistory",
        "type": 18,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailHistoryResponse",
        "type": 19,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueRetry",
      "soapAction": "",
      "documentation": "Tries delivery now; releases a message that is in quarantine.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueRetry",
        "type": 20,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueRetryResponse",
        "type": 21,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueDelete",
      "soapAction": "",
      "documentation": "Takes messages out of the queue or the quarantine. Nobody is told.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueDelete",
        "type": 22,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueDeleteResponse",
        "type": 23,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueBounce",
      "soapAction": "",
      "documentation": "Takes messages out of the queue or the quarantine and returns them to their senders with a non-delivery report.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueBounce",
        "type": 24,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueBounceResponse",
        "type": 25,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueRetryBulk",
      "soapAction": "",
      "documentation": "Tries delivery of every match: now, or at a time.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueRetryBulk",
        "type": 26,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueRetryBulkResponse",
        "type": 27,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueDeleteBulk",
      "soapAction": "",
      "documentation": "Deletes every match.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueDeleteBulk",
        "type": 28,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueDeleteBulkResponse",
        "type": 29,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueBounceBulk",
      "soapAction": "",
      "documentation": "Bounces every match.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueBounceBulk",
        "type": 30,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueBounceBulkResponse",
        "type": 31,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueUpdateBulk",
      "soapAction": "",
      "documentation": "Changes fields of every match, for example to move it to another quarantine or to another transport.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueUpdateBulk",
        "type": 32,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueUpdateBulkResponse",
        "type": 33,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueDownload",
      "soapAction": "",
      "documentation": "A piece of the raw message (RFC 5322). The last piece is shorter than was asked for, and may be empty.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueDownload",
        "type": 34,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueDownloadResponse",
        "type": 35,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueueInTransit",
      "soapAction": "",
      "documentation": "Delivery attempts in progress.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueInTransit",
        "type": 36,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueInTransitResponse",
        "type": 37,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "statList",
      "soapAction": "",
      "documentation": "Statistics counters, in ascending order of their keys.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "statList",
        "type": 40,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "statListResponse",
        "type": 41,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "statClear",
      "soapAction": "",
      "documentation": "Removes counters.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "statClear",
        "type": 44,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "statClearResponse",
        "type": 45,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "graphList",
      "soapAction": "",
      "documentation": "Names of the graphs that graphFile can give.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "graphList",
        "type": 46,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "graphListResponse",
        "type": 47,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "graphFile",
      "soapAction": "",
      "documentation": "The database of one graph, a file of rrdtool.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "graphFile",
        "type": 49,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "graphFileResponse",
        "type": 50,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "graphClear",
      "soapAction": "",
      "documentation": "Starts a graph anew.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "graphClear",
        "type": 51,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "graphClearResponse",
        "type": 52,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "hslRate",
      "soapAction": "",
      "documentation": "What rate limits have counted. Rates are shared by a cluster: ask one node.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslRate",
        "type": 53,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslRateResponse",
        "type": 56,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "hslRateClear",
      "soapAction": "",
      "documentation": "Forgets rates. A part of a text does not count here: namespace and entry are equal, or a pattern with %.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslRateClear",
        "type": 59,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslRateClearResponse",
        "type": 60,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "hslCacheList",
      "soapAction": "",
      "documentation": "What cached functions of scripts hold.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslCacheList",
        "type": 61,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslCacheListResponse",
        "type": 62,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "hslCacheClear",
      "soapAction": "",
      "documentation": "Forgets results of cached functions.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslCacheClear",
        "type": 65,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslCacheClearResponse",
        "type": 66,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "dnsCacheFlush",
      "soapAction": "",
      "documentation": "Forgets cached DNS answers.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "dnsCacheFlush",
        "type": 67,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "dnsCacheFlushResponse",
        "type": 68,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "commandRun",
      "soapAction": "",
      "documentation": "Starts a program of the list of commands on a terminal of its own. Nothing is interpreted by a shell.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandRun",
        "type": 69,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandRunResponse",
        "type": 71,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "commandPoll",
      "soapAction": "",
      "documentation": "Output since the last poll. No output yet is an empty list; a fault says that the program has ended and everything was read.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandPoll",
        "type": 72,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandPollResponse",
        "type": 73,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "commandPush",
      "soapAction": "",
      "documentation": "Types something into the terminal.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandPush",
        "type": 74,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandPushResponse",
        "type": 75,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "commandSignal",
      "soapAction": "",
      "documentation": "Sends a signal.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandSignal",
        "type": 76,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandSignalResponse",
        "type": 77,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "commandTermsize",
      "soapAction": "",
      "documentation": "Changes the size of the terminal.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandTermsize",
        "type": 78,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandTermsizeResponse",
        "type": 79,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "commandStop",
      "soapAction": "",
      "documentation": "Ends a program and forgets its output.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandStop",
        "type": 80,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "commandStopResponse",
        "type": 81,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "fileRead",
      "soapAction": "",
      "documentation": "A piece of a file of the node: messages in /storage/mail/ and logs.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "fileRead",
        "type": 82,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "fileReadResponse",
        "type": 83,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "fileList",
      "soapAction": "",
      "documentation": "What is in a folder of the node.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "fileList",
        "type": 84,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "fileListResponse",
        "type": 85,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configKeys",
      "soapAction": "",
      "documentation": "The configuration.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeys",
        "type": 88,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeysResponse",
        "type": 89,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configKeySet",
      "soapAction": "",
      "documentation": "Changes the named parameters of a key and leaves its others as they are. Saving what is there already makes no revision.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeySet",
        "type": 92,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeySetResponse",
        "type": 93,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configKeyAdd",
      "soapAction": "",
      "documentation": "Makes a key.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeyAdd",
        "type": 94,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeyAddResponse",
        "type": 95,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configKeyDelete",
      "soapAction": "",
      "documentation": "Removes a key.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeyDelete",
        "type": 96,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeyDeleteResponse",
        "type": 97,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configRevisionLog",
      "soapAction": "",
      "documentation": "Changes of the configuration, newest first.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configRevisionLog",
        "type": 98,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configRevisionLogResponse",
        "type": 99,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configExport",
      "soapAction": "",
      "documentation": "The whole configuration as text.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configExport",
        "type": 102,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configExportResponse",
        "type": 103,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configImport",
      "soapAction": "",
      "documentation": "Replaces the whole configuration, all at once or not at all.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configImport",
        "type": 104,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configImportResponse",
        "type": 105,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configKeysImport",
      "soapAction": "",
      "documentation": "The same as configImport, under the name that it had before 4.8.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeysImport",
        "type": 106,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeysImportResponse",
        "type": 107,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "configKeysCheck",
      "soapAction": "",
      "documentation": "Says what is wrong with a configuration, without using it.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeysCheck",
        "type": 108,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "configKeysCheckResponse",
        "type": 109,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "hslCheckScript",
      "soapAction": "",
      "documentation": "Says what is wrong with a script, without using it.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslCheckScript",
        "type": 112,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "hslCheckScriptResponse",
        "type": 113,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "updateDownloadStatus",
      "soapAction": "",
      "documentation": "How far an update is: 0 to 100 is the download in percent, 101 verifying, 102 ready to install, 103 installing. The fault \"No pending update\" says that there is none.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateDownloadStatus",
        "type": 114,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateDownloadStatusResponse",
        "type": 115,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "updateDownloadStart",
      "soapAction": "",
      "documentation": "Starts to download the latest version, also when it is installed already.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateDownloadStart",
        "type": 116,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateDownloadStartResponse",
        "type": 117,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "updateDownloadCancel",
      "soapAction": "",
      "documentation": "Ends the download and deletes what was downloaded.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateDownloadCancel",
        "type": 118,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateDownloadCancelResponse",
        "type": 119,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "updateInstall",
      "soapAction": "",
      "documentation": "Installs what was downloaded. The node restarts and cannot be reached for some minutes; this cannot be cancelled.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateInstall",
        "type": 120,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "updateInstallResponse",
        "type": 121,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "licenseImport",
      "soapAction": "",
      "documentation": "Imports a licence without a connection to the Internet.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "licenseImport",
        "type": 122,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "licenseImportResponse",
        "type": 123,
        "headers": []
      },
      "faults": []
    }
  ],
  "types": [
    {
      "name": "login",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "loginResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 2
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "LoginResult",
      "qname": {
        "namespace": "urn:halon",
        "name": "LoginResult"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "fullname",
              "namespace": "",
              "name": "fullname",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The user's full name, or the user name."
            },
            {
              "kind": "element",
              "key": "remotehost",
              "namespace": "",
              "name": "remotehost",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The address that the node sees."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "Who is signed in."
    },
    {
      "name": "getVersion",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "getVersionResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "getUptime",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "getUptimeResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "getSerial",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "getSerialResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "getTime",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "utc",
              "namespace": "",
              "name": "utc",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "True: UTC epoch seconds. Otherwise the seconds as the local clock would count them, as in msgts."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "getTimeResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Epoch seconds."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueue",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "filter",
              "namespace": "",
              "name": "filter",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A search filter; the empty text matches everything."
            },
            {
              "kind": "element",
              "key": "offset",
              "namespace": "",
              "name": "offset",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Rows to skip, from the newest. Default 0."
            },
            {
              "kind": "element",
              "key": "limit",
              "namespace": "",
              "name": "limit",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The most rows to return. Default 100, at most 100,000."
            },
            {
              "kind": "element",
              "key": "options",
              "namespace": "",
              "name": "options",
              "type": {
                "kind": "complex",
                "index": 12
              },
              "min": 0,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "MailOptions",
      "qname": {
        "namespace": "urn:halon",
        "name": "MailOptions"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "totalhits",
              "namespace": "",
              "name": "totalhits",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Asks for the number of all matches."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "What an answer of mailQueue or mailHistory is to have besides its rows."
    },
    {
      "name": "mailQueueResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 14
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Newest first: descending reception time, then descending id."
            },
            {
              "kind": "element",
              "key": "totalhits",
              "namespace": "",
              "name": "totalhits",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "All matches, whatever offset and limit; only when asked for."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "MessageList",
      "qname": {
        "namespace": "urn:halon",
        "name": "MessageList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 15
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "Message",
      "qname": {
        "namespace": "urn:halon",
        "name": "Message"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Queue id, or history id; 64 bits."
            },
            {
              "kind": "element",
              "key": "msgid",
              "namespace": "",
              "name": "msgid",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Message id of the gateway: a lower-case UUID, shared by all recipients."
            },
            {
              "kind": "element",
              "key": "msgactionid",
              "namespace": "",
              "name": "msgactionid",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Number of the recipient within the message, from 1."
            },
            {
              "kind": "element",
              "key": "msgts",
              "namespace": "",
              "name": "msgts",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Reception time as local-clock epoch seconds."
            },
            {
              "kind": "element",
              "key": "msgts0",
              "namespace": "",
              "name": "msgts0",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Reception time, UTC epoch seconds."
            },
            {
              "kind": "element",
              "key": "msgaction",
              "namespace": "",
              "name": "msgaction",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "DELIVER or QUARANTINE in the queue; the action taken in the history."
            },
            {
              "kind": "element",
              "key": "msgfrom",
              "namespace": "",
              "name": "msgfrom",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Envelope sender; empty for bounces."
            },
            {
              "kind": "element",
              "key": "msgto",
              "namespace": "",
              "name": "msgto",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Envelope recipient."
            },
            {
              "kind": "element",
              "key": "msgsubject",
              "namespace": "",
              "name": "msgsubject",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Decoded subject, UTF-8."
            },
            {
              "kind": "element",
              "key": "msgfromserver",
              "namespace": "",
              "name": "msgfromserver",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Address of the SMTP client."
            },
            {
              "kind": "element",
              "key": "msghelo",
              "namespace": "",
              "name": "msghelo",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "HELO or EHLO name."
            },
            {
              "kind": "element",
              "key": "msgsasl",
              "namespace": "",
              "name": "msgsasl",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "SASL user name."
            },
            {
              "kind": "element",
              "key": "msgsize",
              "namespace": "",
              "name": "msgsize",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Size in bytes."
            },
            {
              "kind": "element",
              "key": "msglistener",
              "namespace": "",
              "name": "msglistener",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "SMTP server that received it, such as mailserver:1."
            },
            {
              "kind": "element",
              "key": "msgtransport",
              "namespace": "",
              "name": "msgtransport",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Transport, such as mailtransport:1."
            },
            {
              "kind": "element",
              "key": "msgquarantine",
              "namespace": "",
              "name": "msgquarantine",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Quarantine profile; only when quarantined."
            },
            {
              "kind": "element",
              "key": "msgretries",
              "namespace": "",
              "name": "msgretries",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Delivery attempts so far."
            },
            {
              "kind": "element",
              "key": "msgretryts",
              "namespace": "",
              "name": "msgretryts",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "When delivery is tried next, UTC epoch seconds; only while the message waits for delivery."
            },
            {
              "kind": "element",
              "key": "msgerror",
              "namespace": "",
              "name": "msgerror",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Last delivery error of a queued message, UTF-8."
            },
            {
              "kind": "element",
              "key": "msgdescription",
              "namespace": "",
              "name": "msgdescription",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Result text of a history row, UTF-8."
            },
            {
              "kind": "element",
              "key": "msgqueueid",
              "namespace": "",
              "name": "msgqueueid",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Queue id that a history row came from."
            },
            {
              "kind": "element",
              "key": "msgscore",
              "namespace": "",
              "name": "msgscore",
              "type": {
                "kind": "complex",
                "index": 16
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Scan results: engine, and number|text."
            },
            {
              "kind": "element",
              "key": "msgpath",
              "namespace": "",
              "name": "msgpath",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Message file on the node."
            },
            {
              "kind": "element",
              "key": "msgdeltapath",
              "namespace": "",
              "name": "msgdeltapath",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "File with the header changes."
            },
            {
              "kind": "element",
              "key": "msgmetadata",
              "namespace": "",
              "name": "msgmetadata",
              "type": {
                "kind": "complex",
                "index": 16
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Names and values that scripts gave the message."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "One recipient of a message: a record of the queue or of the history. A field that has nothing to say is left out."
    },
    {
      "name": "PairList",
      "qname": {
        "namespace": "urn:halon",
        "name": "PairList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 17
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "Pairs, in order."
    },
    {
      "name": "Pair",
      "qname": {
        "namespace": "urn:halon",
        "name": "Pair"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "first",
              "namespace": "",
              "name": "first",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false
            },
            {
              "kind": "element",
              "key": "second",
              "namespace": "",
              "name": "second",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "A name or number, and its value."
    },
    {
      "name": "mailHistory",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "filter",
              "namespace": "",
              "name": "filter",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A search filter; the empty text matches everything."
            },
            {
              "kind": "element",
              "key": "offset",
              "namespace": "",
              "name": "offset",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Rows to skip, from the newest. Default 0."
            },
            {
              "kind": "element",
              "key": "limit",
              "namespace": "",
              "name": "limit",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The most rows to return. Default 100, at most 100,000."
            },
            {
              "kind": "element",
              "key": "options",
              "namespace": "",
              "name": "options",
              "type": {
                "kind": "complex",
                "index": 12
              },
              "min": 0,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailHistoryResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 14
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Newest first: descending reception time, then descending id."
            },
            {
              "kind": "element",
              "key": "totalhits",
              "namespace": "",
              "name": "totalhits",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "All matches, whatever offset and limit; only when asked for."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueRetry",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A queue id, or several joined by commas without spaces. Ids that are not in the queue are passed over; when none is, the fault is \"queueid not found\"."
            },
            {
              "kind": "element",
              "key": "duplicate",
              "namespace": "",
              "name": "duplicate",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Delivers a copy and keeps the original. Default false."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueRetryResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueDelete",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A queue id, or several joined by commas without spaces. Ids that are not in the queue are passed over; when none is, the fault is \"queueid not found\"."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueDeleteResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueBounce",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A queue id, or several joined by commas without spaces. Ids that are not in the queue are passed over; when none is, the fault is \"queueid not found\"."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueBounceResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueRetryBulk",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "filter",
              "namespace": "",
              "name": "filter",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A search filter over the queue and the quarantine. The empty text is every message."
            },
            {
              "kind": "element",
              "key": "duplicate",
              "namespace": "",
              "name": "duplicate",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Delivers a copy and keeps the original. Default false."
            },
            {
              "kind": "element",
              "key": "retryts",
              "namespace": "",
              "name": "retryts",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "When to try, UTC epoch seconds."
            },
            {
              "kind": "element",
              "key": "retrydelay",
              "namespace": "",
              "name": "retrydelay",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "When to try, seconds from now."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueRetryBulkResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many messages were affected."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueDeleteBulk",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "filter",
              "namespace": "",
              "name": "filter",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A search filter over the queue and the quarantine. The empty text is every message."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueDeleteBulkResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many messages were affected."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueBounceBulk",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "filter",
              "namespace": "",
              "name": "filter",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A search filter over the queue and the quarantine. The empty text is every message."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueBounceBulkResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many messages were affected."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueUpdateBulk",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "filter",
              "namespace": "",
              "name": "filter",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "A search filter over the queue and the quarantine. The empty text is every message."
            },
            {
              "kind": "element",
              "key": "fields",
              "namespace": "",
              "name": "fields",
              "type": {
                "kind": "complex",
                "index": 16
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Field name and new value: quarantine=mailquarantine:2, transport=mailtransport:1."
            },
            {
              "kind": "element",
              "key": "duplicate",
              "namespace": "",
              "name": "duplicate",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Changes a copy and keeps the original. Default false."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueUpdateBulkResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many messages were affected."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueDownload",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Queue id."
            },
            {
              "kind": "element",
              "key": "offset",
              "namespace": "",
              "name": "offset",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "First byte."
            },
            {
              "kind": "element",
              "key": "size",
              "namespace": "",
              "name": "size",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Bytes to read."
            },
            {
              "kind": "element",
              "key": "original",
              "namespace": "",
              "name": "original",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "True: as it was received. False: with the changes that the gateway made."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueDownloadResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "data",
              "namespace": "",
              "name": "data",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The bytes in base64. It is text of base64 in a text field: the client decodes it itself."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueInTransit",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "mailQueueInTransitResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 38
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "InTransitList",
      "qname": {
        "namespace": "urn:halon",
        "name": "InTransitList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 39
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "InTransit",
      "qname": {
        "namespace": "urn:halon",
        "name": "InTransit"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Queue id."
            },
            {
              "kind": "element",
              "key": "msgid",
              "namespace": "",
              "name": "msgid",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Message id of the gateway."
            },
            {
              "kind": "element",
              "key": "msgfrom",
              "namespace": "",
              "name": "msgfrom",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Envelope sender; empty for bounces."
            },
            {
              "kind": "element",
              "key": "msgto",
              "namespace": "",
              "name": "msgto",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Envelope recipient."
            },
            {
              "kind": "element",
              "key": "transport",
              "namespace": "",
              "name": "transport",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Transport, such as mailtransport:1."
            },
            {
              "kind": "element",
              "key": "destination",
              "namespace": "",
              "name": "destination",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Host and port that the message is being sent to."
            },
            {
              "kind": "element",
              "key": "started",
              "namespace": "",
              "name": "started",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "When the attempt began, UTC epoch seconds."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "A delivery attempt in progress."
    },
    {
      "name": "statList",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "key1",
              "namespace": "",
              "name": "key1",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any. Empty: blank. Otherwise equal, or a pattern with %."
            },
            {
              "kind": "element",
              "key": "key2",
              "namespace": "",
              "name": "key2",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "As key1."
            },
            {
              "kind": "element",
              "key": "key3",
              "namespace": "",
              "name": "key3",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "As key1."
            },
            {
              "kind": "element",
              "key": "offset",
              "namespace": "",
              "name": "offset",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Rows to skip. Default 0."
            },
            {
              "kind": "element",
              "key": "limit",
              "namespace": "",
              "name": "limit",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The most rows to return, 10,000 at most. Default 10,000."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "statListResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 42
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "CounterList",
      "qname": {
        "namespace": "urn:halon",
        "name": "CounterList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 43
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "Counter",
      "qname": {
        "namespace": "urn:halon",
        "name": "Counter"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "key1",
              "namespace": "",
              "name": "key1",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "What is counted, such as mail:action:deliver."
            },
            {
              "kind": "element",
              "key": "key2",
              "namespace": "",
              "name": "key2",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Where, such as mailserver:1; may be blank."
            },
            {
              "kind": "element",
              "key": "key3",
              "namespace": "",
              "name": "key3",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "For what, such as a domain; may be blank."
            },
            {
              "kind": "element",
              "key": "count",
              "namespace": "",
              "name": "count",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Its value."
            },
            {
              "kind": "element",
              "key": "created",
              "namespace": "",
              "name": "created",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "When it was first changed, UTC epoch seconds."
            },
            {
              "kind": "element",
              "key": "updated",
              "namespace": "",
              "name": "updated",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "When it was last changed, UTC epoch seconds."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "A statistics counter."
    },
    {
      "name": "statClear",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "key1",
              "namespace": "",
              "name": "key1",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any. Empty: blank. Otherwise equal, or a pattern with %."
            },
            {
              "kind": "element",
              "key": "key2",
              "namespace": "",
              "name": "key2",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "As key1."
            },
            {
              "kind": "element",
              "key": "key3",
              "namespace": "",
              "name": "key3",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "As key1."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "statClearResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many were removed."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "graphList",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "graphListResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 48
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "StringList",
      "qname": {
        "namespace": "urn:halon",
        "name": "StringList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "graphFile",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "name",
              "namespace": "",
              "name": "name",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Such as mail-stat-mailserver-1-example.com, system-cpu-usage, hsl-stat-NAME."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "graphFileResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The bytes of the file."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "graphClear",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "name",
              "namespace": "",
              "name": "name",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "As graphFile takes it."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "graphClearResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "hslRate",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Namespace, or part of it. Left out: any."
            },
            {
              "kind": "element",
              "key": "entry",
              "namespace": "",
              "name": "entry",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Entry, or part of it. Left out: any."
            },
            {
              "kind": "element",
              "key": "matchexact",
              "namespace": "",
              "name": "matchexact",
              "type": {
                "kind": "complex",
                "index": 54
              },
              "min": 0,
              "max": 1,
              "nillable": false
            },
            {
              "kind": "element",
              "key": "count",
              "namespace": "",
              "name": "count",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Only rates above this."
            },
            {
              "kind": "element",
              "key": "paging",
              "namespace": "",
              "name": "paging",
              "type": {
                "kind": "complex",
                "index": 55
              },
              "min": 0,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "RateMatch",
      "qname": {
        "namespace": "urn:halon",
        "name": "RateMatch"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The namespace must be equal."
            },
            {
              "kind": "element",
              "key": "entry",
              "namespace": "",
              "name": "entry",
              "type": {
                "kind": "builtin",
                "name": "boolean"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The entry must be equal."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "Which of namespace and entry must be equal; the other may be a part of the text, or a pattern with %."
    },
    {
      "name": "RatePaging",
      "qname": {
        "namespace": "urn:halon",
        "name": "RatePaging"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "limit",
              "namespace": "",
              "name": "limit",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The most rows to return; 10,000 at most."
            },
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Namespace of the last row of the page before."
            },
            {
              "kind": "element",
              "key": "entry",
              "namespace": "",
              "name": "entry",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Entry of the last row of the page before."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "Where a list of rates goes on. Rates are in ascending order of namespace, then entry."
    },
    {
      "name": "hslRateResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 57
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Ascending by namespace, then entry."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "RateList",
      "qname": {
        "namespace": "urn:halon",
        "name": "RateList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 58
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "Rate",
      "qname": {
        "namespace": "urn:halon",
        "name": "Rate"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Namespace, chosen by the script that counts."
            },
            {
              "kind": "element",
              "key": "entry",
              "namespace": "",
              "name": "entry",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "What is counted, such as an address."
            },
            {
              "kind": "element",
              "key": "count",
              "namespace": "",
              "name": "count",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Hits in the window, over the cluster."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "How often something happened within the sliding window of its rate limit."
    },
    {
      "name": "hslRateClear",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Namespace."
            },
            {
              "kind": "element",
              "key": "entry",
              "namespace": "",
              "name": "entry",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Entry; empty for every entry of the namespace."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "hslRateClearResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many were removed."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "hslCacheList",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any namespace."
            },
            {
              "kind": "element",
              "key": "function",
              "namespace": "",
              "name": "function",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any function."
            },
            {
              "kind": "element",
              "key": "program",
              "namespace": "",
              "name": "program",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any program."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "hslCacheListResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 63
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "CacheList",
      "qname": {
        "namespace": "urn:halon",
        "name": "CacheList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 64
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "Cache",
      "qname": {
        "namespace": "urn:halon",
        "name": "Cache"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "program",
              "namespace": "",
              "name": "program",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The program that keeps it, such as smtpd."
            },
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Namespace; blank for the default one."
            },
            {
              "kind": "element",
              "key": "function",
              "namespace": "",
              "name": "function",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Name of the cached function."
            },
            {
              "kind": "element",
              "key": "items",
              "namespace": "",
              "name": "items",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Results that are kept."
            },
            {
              "kind": "element",
              "key": "hits",
              "namespace": "",
              "name": "hits",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Calls that were answered from it."
            },
            {
              "kind": "element",
              "key": "misses",
              "namespace": "",
              "name": "misses",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Calls that were not."
            },
            {
              "kind": "element",
              "key": "size",
              "namespace": "",
              "name": "size",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Bytes of what is kept."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "What one cached function of the scripting language holds."
    },
    {
      "name": "hslCacheClear",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "ns",
              "namespace": "",
              "name": "ns",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any namespace."
            },
            {
              "kind": "element",
              "key": "function",
              "namespace": "",
              "name": "function",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any function."
            },
            {
              "kind": "element",
              "key": "program",
              "namespace": "",
              "name": "program",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Left out: any program."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "hslCacheClearResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many results were removed."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "dnsCacheFlush",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "dnsCacheFlushResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "commandRun",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "argv",
              "namespace": "",
              "name": "argv",
              "type": {
                "kind": "complex",
                "index": 70
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The program and its arguments."
            },
            {
              "kind": "element",
              "key": "cols",
              "namespace": "",
              "name": "cols",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Columns of the terminal. Default 80."
            },
            {
              "kind": "element",
              "key": "rows",
              "namespace": "",
              "name": "rows",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Rows of the terminal. Default 24."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "BytesList",
      "qname": {
        "namespace": "urn:halon",
        "name": "BytesList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandRunResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The command id."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandPoll",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "commandid",
              "namespace": "",
              "name": "commandid",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "As commandRun gave it."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandPollResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 70
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Pieces of output, to be joined."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandPush",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "commandid",
              "namespace": "",
              "name": "commandid",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "As commandRun gave it."
            },
            {
              "kind": "element",
              "key": "data",
              "namespace": "",
              "name": "data",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The bytes."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandPushResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "commandSignal",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "commandid",
              "namespace": "",
              "name": "commandid",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "As commandRun gave it."
            },
            {
              "kind": "element",
              "key": "signal",
              "namespace": "",
              "name": "signal",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Number of the POSIX signal: 2 interrupts."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandSignalResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "commandTermsize",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "commandid",
              "namespace": "",
              "name": "commandid",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "As commandRun gave it."
            },
            {
              "kind": "element",
              "key": "cols",
              "namespace": "",
              "name": "cols",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Columns."
            },
            {
              "kind": "element",
              "key": "rows",
              "namespace": "",
              "name": "rows",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Rows."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandTermsizeResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "commandStop",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "commandid",
              "namespace": "",
              "name": "commandid",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "As commandRun gave it."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "commandStopResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "fileRead",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "file",
              "namespace": "",
              "name": "file",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Its path."
            },
            {
              "kind": "element",
              "key": "offset",
              "namespace": "",
              "name": "offset",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "First byte. Default 0."
            },
            {
              "kind": "element",
              "key": "size",
              "namespace": "",
              "name": "size",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Bytes to read; as many as there are when more is asked for, 16 MiB at most. Default 10,000."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "fileReadResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "data",
              "namespace": "",
              "name": "data",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The bytes."
            },
            {
              "kind": "element",
              "key": "size",
              "namespace": "",
              "name": "size",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "How many bytes there are in this answer; fewer than asked for at the end."
            },
            {
              "kind": "element",
              "key": "offset",
              "namespace": "",
              "name": "offset",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Where the next piece begins."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "fileList",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "path",
              "namespace": "",
              "name": "path",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Its path, as fileRead takes it."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "fileListResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 86
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "In order of their names."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "FileEntryList",
      "qname": {
        "namespace": "urn:halon",
        "name": "FileEntryList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 87
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "FileEntry",
      "qname": {
        "namespace": "urn:halon",
        "name": "FileEntry"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "name",
              "namespace": "",
              "name": "name",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Its name within the folder."
            },
            {
              "kind": "element",
              "key": "type",
              "namespace": "",
              "name": "type",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "file or folder."
            },
            {
              "kind": "element",
              "key": "size",
              "namespace": "",
              "name": "size",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Bytes; 0 for a folder."
            },
            {
              "kind": "element",
              "key": "modified",
              "namespace": "",
              "name": "modified",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "UTC epoch seconds."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "A file or folder of the node."
    },
    {
      "name": "configKeys",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "key",
              "namespace": "",
              "name": "key",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "One key, or every key that begins so: a name that ends in % or in __. Left out: all."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeysResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 90
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "ConfigKeyList",
      "qname": {
        "namespace": "urn:halon",
        "name": "ConfigKeyList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 91
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "ConfigKey",
      "qname": {
        "namespace": "urn:halon",
        "name": "ConfigKey"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "name",
              "namespace": "",
              "name": "name",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Such as mail_flow__1 or system_authentication_script."
            },
            {
              "kind": "element",
              "key": "params",
              "namespace": "",
              "name": "params",
              "type": {
                "kind": "complex",
                "index": 48
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Values in the order of the parameters."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "A configuration key. Its parameters have positions here and names in configKeySet."
    },
    {
      "name": "configKeySet",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "key",
              "namespace": "",
              "name": "key",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Name of the key."
            },
            {
              "kind": "element",
              "key": "params",
              "namespace": "",
              "name": "params",
              "type": {
                "kind": "complex",
                "index": 16
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Name and value of parameters."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeySetResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "configKeyAdd",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "key",
              "namespace": "",
              "name": "key",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Its name, or a bare type such as file to have the id chosen."
            },
            {
              "kind": "element",
              "key": "params",
              "namespace": "",
              "name": "params",
              "type": {
                "kind": "complex",
                "index": 16
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Name and value of parameters; the others take their defaults."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeyAddResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Name of the new key."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeyDelete",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "key",
              "namespace": "",
              "name": "key",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Name of the key."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeyDeleteResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "configRevisionLog",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "limit",
              "namespace": "",
              "name": "limit",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The most rows to return. Default 100."
            },
            {
              "kind": "element",
              "key": "offset",
              "namespace": "",
              "name": "offset",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Rows to skip. Default 0."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configRevisionLogResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 100
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "RevisionList",
      "qname": {
        "namespace": "urn:halon",
        "name": "RevisionList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 101
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "Revision",
      "qname": {
        "namespace": "urn:halon",
        "name": "Revision"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "revision",
              "namespace": "",
              "name": "revision",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Its number; the newest is the head."
            },
            {
              "kind": "element",
              "key": "time",
              "namespace": "",
              "name": "time",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "When, UTC epoch seconds."
            },
            {
              "kind": "element",
              "key": "user",
              "namespace": "",
              "name": "user",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Who."
            },
            {
              "kind": "element",
              "key": "message",
              "namespace": "",
              "name": "message",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "What, in the words of who did it or of the operation."
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "One change of the configuration."
    },
    {
      "name": "configExport",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "revision",
              "namespace": "",
              "name": "revision",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "Which revision. Default: the head."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configExportResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The text, UTF-8."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configImport",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "config",
              "namespace": "",
              "name": "config",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The text, as configExport gives it."
            },
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The revision that must be the head; otherwise nothing is changed and there is a fault."
            },
            {
              "kind": "element",
              "key": "revision",
              "namespace": "",
              "name": "revision",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The same; clients since 4.8 call it so."
            },
            {
              "kind": "element",
              "key": "message",
              "namespace": "",
              "name": "message",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "What was changed, for the revision log."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configImportResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Number of the new revision."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeysImport",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "config",
              "namespace": "",
              "name": "config",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The text, as configExport gives it."
            },
            {
              "kind": "element",
              "key": "id",
              "namespace": "",
              "name": "id",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The revision that must be the head; otherwise nothing is changed and there is a fault."
            },
            {
              "kind": "element",
              "key": "revision",
              "namespace": "",
              "name": "revision",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "The same; clients since 4.8 call it so."
            },
            {
              "kind": "element",
              "key": "message",
              "namespace": "",
              "name": "message",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "What was changed, for the revision log."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeysImportResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "long"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Number of the new revision."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeysCheck",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "config",
              "namespace": "",
              "name": "config",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The text, as configImport takes it."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "configKeysCheckResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 110
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "ProblemList",
      "qname": {
        "namespace": "urn:halon",
        "name": "ProblemList"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "item",
              "namespace": "",
              "name": "item",
              "type": {
                "kind": "complex",
                "index": 111
              },
              "min": 0,
              "max": "unbounded",
              "nillable": false
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "Empty when nothing is wrong."
    },
    {
      "name": "Problem",
      "qname": {
        "namespace": "urn:halon",
        "name": "Problem"
      },
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "line",
              "namespace": "",
              "name": "line",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "From 1."
            },
            {
              "kind": "element",
              "key": "column",
              "namespace": "",
              "name": "column",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 0,
              "max": 1,
              "nillable": false,
              "documentation": "From 1."
            },
            {
              "kind": "element",
              "key": "message",
              "namespace": "",
              "name": "message",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": [],
      "documentation": "What is wrong with a script or a configuration."
    },
    {
      "name": "hslCheckScript",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "type",
              "namespace": "",
              "name": "type",
              "type": {
                "kind": "builtin",
                "name": "string"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "Where it is to run, such as mail_flow, or system_authentication_script."
            },
            {
              "kind": "element",
              "key": "script",
              "namespace": "",
              "name": "script",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The script, UTF-8."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "hslCheckScriptResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "complex",
                "index": 110
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "updateDownloadStatus",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "updateDownloadStatusResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "result",
              "namespace": "",
              "name": "result",
              "type": {
                "kind": "builtin",
                "name": "int"
              },
              "min": 1,
              "max": 1,
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "updateDownloadStart",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "updateDownloadStartResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "updateDownloadCancel",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "updateDownloadCancelResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "updateInstall",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "updateInstallResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    },
    {
      "name": "licenseImport",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": [
            {
              "kind": "element",
              "key": "data",
              "namespace": "",
              "name": "data",
              "type": {
                "kind": "builtin",
                "name": "base64Binary"
              },
              "min": 1,
              "max": 1,
              "nillable": false,
              "documentation": "The licence file."
            }
          ]
        }
      },
      "attributes": []
    },
    {
      "name": "licenseImportResponse",
      "content": {
        "kind": "elements",
        "group": {
          "kind": "sequence",
          "min": 1,
          "max": 1,
          "particles": []
        }
      },
      "attributes": []
    }
  ],
  "simpleTypes": []
};
