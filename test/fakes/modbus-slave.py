"""A Modbus RTU slave by pymodbus, independent of the product.

Usage: modbus-slave.py PORT [UNIT]. Writes one JSON line per request to standard output, before it acts on it:
{"t": seconds since the epoch, "fc": function code, "address": .., "value": ..}, and {"ready": true} first.
Knows the timed write of some boards: function 05 at 0x0200 + coil, value in steps of 100 ms.
Ends when its standard input ends.
"""

import asyncio
import json
import struct
import sys
import threading
import time

from pymodbus.bit_write_message import WriteSingleCoilRequest
from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.pdu import ModbusResponse
from pymodbus.server.async_io import ModbusSerialServer, ModbusSingleRequestHandler
from pymodbus.transaction import ModbusRtuFramer

FLASH_BASE = 0x0200


def tell(**fields):
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


class RawWriteResponse(ModbusResponse):
    """Echo of the request, whatever its value."""

    function_code = 5

    def __init__(self, data=b"", **kwargs):
        ModbusResponse.__init__(self, **kwargs)
        self.data = data

    def encode(self):
        return self.data


class WriteCoil(WriteSingleCoilRequest):
    """Function 05 that keeps the raw value, for the timed write."""

    def decode(self, data):
        super().decode(data)
        self.raw_value = struct.unpack(">HH", data)[1]

    def execute(self, context):
        if self.address < FLASH_BASE:
            return super().execute(context)
        coil = self.address - FLASH_BASE
        context.setValues(5, coil, [True])
        asyncio.get_event_loop().call_later(self.raw_value / 10, context.setValues, 5, coil, [False])
        return RawWriteResponse(struct.pack(">HH", self.address, self.raw_value))


class TellingHandler(ModbusSingleRequestHandler):
    def execute(self, request, *addr):
        value = getattr(request, "raw_value", None)
        if value is None:
            value = getattr(request, "count", None)
        tell(t=time.time(), fc=request.function_code, address=getattr(request, "address", None), value=value)
        super().execute(request, *addr)


async def main():
    port = sys.argv[1]
    unit = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    slave = ModbusSlaveContext(co=ModbusSequentialDataBlock(0, [False] * 32), zero_mode=True)
    context = ModbusServerContext(slaves={unit: slave}, single=False)
    server = ModbusSerialServer(
        context, ModbusRtuFramer, port=port, baudrate=9600, handler=TellingHandler, ignore_missing_slaves=True
    )
    server.decoder.register(WriteCoil)
    await server.start()
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def wait_for_end():
        while sys.stdin.buffer.read(4096):
            pass
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_end, daemon=True).start()
    tell(ready=True)
    await ended.wait()


asyncio.run(main())
