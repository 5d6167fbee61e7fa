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
      "name": "getVersion",
      "soapAction": "",
      "documentation": "The product version, such as 4.8-p1.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getVersion",
        "type": 0,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getVersionResponse",
        "type": 1,
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
        "type": 2,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getUptimeResponse",
        "type": 3,
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
        "type": 4,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "getSerialResponse",
        "type": 5,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "login",
      "soapAction": "",
      "documentation": "Succeeds when the credentials are accepted.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "login",
        "type": 6,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "loginResponse",
        "type": 7,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailQueue",
      "soapAction": "",
      "documentation": "Messages in the queue and in quarantine, newest first.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueue",
        "type": 9,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailQueueResponse",
        "type": 11,
        "headers": []
      },
      "faults": []
    },
    {
      "name": "mailHistory",
      "soapAction": "",
      "documentation": "One row per recipient and action, newest first.",
      "input": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailHistory",
        "type": 16,
        "headers": []
      },
      "output": {
        "body": "element",
        "use": "literal",
        "namespace": "urn:halon",
        "name": "mailHistoryResponse",
        "type": 17,
        "headers": []
      },
      "faults": []
    }
  ],
  "types": [
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
                "index": 8
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
              "nillable": false
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
              "nillable": false
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
              "nillable": false
            },
            {
              "kind": "element",
              "key": "options",
              "namespace": "",
              "name": "options",
              "type": {
                "kind": "complex",
                "index": 10
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
      "attributes": []
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
                "index": 12
              },
              "min": 1,
              "max": 1,
              "nillable": false
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
              "nillable": false
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
                "index": 13
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
                "index": 14
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
            }
          ]
        }
      },
      "attributes": []
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
      "attributes": []
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
              "nillable": false
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
              "nillable": false
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
              "nillable": false
            },
            {
              "kind": "element",
              "key": "options",
              "namespace": "",
              "name": "options",
              "type": {
                "kind": "complex",
                "index": 10
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
                "index": 12
              },
              "min": 1,
              "max": 1,
              "nillable": false
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
              "nillable": false
            }
          ]
        }
      },
      "attributes": []
    }
  ],
  "simpleTypes": []
};
