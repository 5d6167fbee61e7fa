# Calls a node with suds, one list of calls for each line of standard input.
import json
import sys

from suds import WebFault
from suds.client import Client
from suds.sudsobject import Object, asdict
from suds.transport import TransportError
from suds.transport.http import HttpAuthenticated


def plain(value):
    if isinstance(value, Object):
        return {key: plain(each) for key, each in asdict(value).items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)


def call(client, operation, args):
    try:
        return {"value": plain(getattr(client.service, operation)(**args))}
    except WebFault as error:
        return {"fault": {"code": str(error.fault.faultcode), "text": str(error.fault.faultstring)}}
    except TransportError as error:
        return {"fault": {"code": str(error.httpcode), "text": str(error)}}
    except Exception as error:
        # suds raises bare exceptions with the status in them.
        return {"fault": {"code": "", "text": str(error)}}


setup = json.loads(sys.stdin.readline())
client = Client(
    setup["wsdl"],
    location=setup["location"],
    transport=HttpAuthenticated(username=setup["user"], password=setup["password"], timeout=30),
    cache=None,
)
for line in sys.stdin:
    answers = [call(client, each["operation"], each["args"]) for each in json.loads(line)]
    print(json.dumps(answers), flush=True)
