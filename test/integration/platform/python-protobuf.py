"""Google's protobuf for Python at the far end of a pipe: reads or writes frames of messages of zhejiang.proto.

Usage: python-protobuf.py FOLDER read MESSAGE... | FOLDER write MESSAGE. FOLDER has protoc's zhejiang_pb2.py. `read` takes
frames on standard input, one for each MESSAGE, and prints a JSON list of their fields, with the message as Python itself
would write it; `write` takes a JSON list of fields and gives their frames.
"""

import json
import sys

from google.protobuf.internal.decoder import _DecodeVarint32
from google.protobuf.internal.encoder import _VarintBytes

sys.path.insert(0, sys.argv[1])
import zhejiang_pb2  # noqa: E402


def read(names):
    stream = sys.stdin.buffer.read()
    at = 0
    told = []
    for name in names:
        length, at = _DecodeVarint32(stream, at)
        message = getattr(zhejiang_pb2, name).FromString(stream[at : at + length])
        at += length
        fields = {field.name: getattr(message, field.name) for field in message.DESCRIPTOR.fields}
        told.append({"fields": fields, "hex": message.SerializeToString(deterministic=True).hex()})
    if at != len(stream):
        raise SystemExit(f"{len(stream) - at} bytes too many")
    json.dump(told, sys.stdout)


def write(name):
    for fields in json.load(sys.stdin):
        message = getattr(zhejiang_pb2, name)(**fields).SerializeToString()
        sys.stdout.buffer.write(_VarintBytes(len(message)) + message)


if sys.argv[2] == "read":
    read(sys.argv[3:])
else:
    write(sys.argv[3])
