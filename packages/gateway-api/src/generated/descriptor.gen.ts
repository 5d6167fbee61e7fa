// Generated from wsdl/gateway.wsdl by `pnpm --filter @mailmux/gateway-api generate`. Do not edit.

import { type ServiceDescriptor } from "@mailmux/soap-future";

export const gatewayDescriptor: ServiceDescriptor = {
  "name": "Gateway",
  "targetNamespace": "urn:halon",
  "port": "GatewayPort",
  "location": "https://localhost/remote/",
  "operations": [
    {
      "name": "getVersion",
      "soapAction": "",
      "documentation": "The product version, such as 4.8-p1.",
      "input": {
        "namespace": "urn:halon",
        "name": "getVersion",
        "type": 0
      },
      "output": {
        "namespace": "urn:halon",
        "name": "getVersionResponse",
        "type": 1
      }
    },
    {
      "name": "getUptime",
      "soapAction": "",
      "documentation": "Seconds since the system started.",
      "input": {
        "namespace": "urn:halon",
        "name": "getUptime",
        "type": 2
      },
      "output": {
        "namespace": "urn:halon",
        "name": "getUptimeResponse",
        "type": 3
      }
    },
    {
      "name": "getSerial",
      "soapAction": "",
      "documentation": "The serial number of the node: digits, unique per node.",
      "input": {
        "namespace": "urn:halon",
        "name": "getSerial",
        "type": 4
      },
      "output": {
        "namespace": "urn:halon",
        "name": "getSerialResponse",
        "type": 5
      }
    },
    {
      "name": "login",
      "soapAction": "",
      "documentation": "Succeeds when the credentials are accepted.",
      "input": {
        "namespace": "urn:halon",
        "name": "login",
        "type": 6
      },
      "output": {
        "namespace": "urn:halon",
        "name": "loginResponse",
        "type": 7
      }
    },
    {
      "name": "mailQueue",
      "soapAction": "",
      "documentation": "Messages in the queue and in quarantine, newest first.",
      "input": {
        "namespace": "urn:halon",
        "name": "mailQueue",
        "type": 9
      },
      "output": {
        "namespace": "urn:halon",
        "name": "mailQueueResponse",
        "type": 11
      }
    },
    {
      "name": "mailHistory",
      "soapAction": "",
      "documentation": "One row per recipient and action, newest first.",
      "input": {
        "namespace": "urn:halon",
        "name": "mailHistory",
        "type": 16
      },
      "output": {
        "namespace": "urn:halon",
        "name": "mailHistoryResponse",
        "type": 17
      }
    }
  ],
  "types": [
    {
      "name": "getVersion",
      "elements": []
    },
    {
      "name": "getVersionResponse",
      "elements": [
        {
          "name": "result",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "getUptime",
      "elements": []
    },
    {
      "name": "getUptimeResponse",
      "elements": [
        {
          "name": "result",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "getSerial",
      "elements": []
    },
    {
      "name": "getSerialResponse",
      "elements": [
        {
          "name": "result",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "login",
      "elements": []
    },
    {
      "name": "loginResponse",
      "elements": [
        {
          "name": "result",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 8
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "LoginResult",
      "elements": [
        {
          "name": "fullname",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "The user's full name, or the user name."
        },
        {
          "name": "remotehost",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "The address that the node sees."
        }
      ]
    },
    {
      "name": "mailQueue",
      "elements": [
        {
          "name": "filter",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "offset",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "int"
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "limit",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "int"
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "options",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 10
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "MailOptions",
      "elements": [
        {
          "name": "totalhits",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "boolean"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Asks for the number of all matches."
        }
      ]
    },
    {
      "name": "mailQueueResponse",
      "elements": [
        {
          "name": "result",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 12
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "totalhits",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "MessageList",
      "elements": [
        {
          "name": "item",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 13
          },
          "optional": true,
          "repeated": true,
          "nillable": false
        }
      ]
    },
    {
      "name": "Message",
      "elements": [
        {
          "name": "id",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Queue id, or history id; 64 bits."
        },
        {
          "name": "msgid",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Message id of the gateway: a lower-case UUID, shared by all recipients."
        },
        {
          "name": "msgactionid",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "int"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Number of the recipient within the message, from 1."
        },
        {
          "name": "msgts",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Reception time as local-clock epoch seconds."
        },
        {
          "name": "msgts0",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Reception time, UTC epoch seconds."
        },
        {
          "name": "msgaction",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "DELIVER or QUARANTINE in the queue; the action taken in the history."
        },
        {
          "name": "msgfrom",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Envelope sender; empty for bounces."
        },
        {
          "name": "msgto",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Envelope recipient."
        },
        {
          "name": "msgsubject",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "base64Binary"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Decoded subject, UTF-8."
        },
        {
          "name": "msgfromserver",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false,
          "documentation": "Address of the SMTP client."
        },
        {
          "name": "msghelo",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "HELO or EHLO name."
        },
        {
          "name": "msgsasl",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "SASL user name."
        },
        {
          "name": "msgsize",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Size in bytes."
        },
        {
          "name": "msglistener",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "SMTP server that received it, such as mailserver:1."
        },
        {
          "name": "msgtransport",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Transport, such as mailtransport:1."
        },
        {
          "name": "msgquarantine",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Quarantine profile; only when quarantined."
        },
        {
          "name": "msgretries",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "int"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Delivery attempts so far."
        },
        {
          "name": "msgerror",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "base64Binary"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Last delivery error of a queued message, UTF-8."
        },
        {
          "name": "msgdescription",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "base64Binary"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Result text of a history row, UTF-8."
        },
        {
          "name": "msgqueueid",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Queue id that a history row came from."
        },
        {
          "name": "msgscore",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 14
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Scan results: engine, and number|text."
        },
        {
          "name": "msgpath",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "Message file on the node."
        },
        {
          "name": "msgdeltapath",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": true,
          "repeated": false,
          "nillable": false,
          "documentation": "File with the header changes."
        }
      ]
    },
    {
      "name": "PairList",
      "elements": [
        {
          "name": "item",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 15
          },
          "optional": true,
          "repeated": true,
          "nillable": false
        }
      ]
    },
    {
      "name": "Pair",
      "elements": [
        {
          "name": "first",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "second",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "mailHistory",
      "elements": [
        {
          "name": "filter",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "string"
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "offset",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "int"
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "limit",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "int"
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "options",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 10
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        }
      ]
    },
    {
      "name": "mailHistoryResponse",
      "elements": [
        {
          "name": "result",
          "namespace": "",
          "type": {
            "kind": "complex",
            "index": 12
          },
          "optional": false,
          "repeated": false,
          "nillable": false
        },
        {
          "name": "totalhits",
          "namespace": "",
          "type": {
            "kind": "builtin",
            "name": "long"
          },
          "optional": true,
          "repeated": false,
          "nillable": false
        }
      ]
    }
  ]
};
