"""A Modbus RTU slave by pymodbus, independent of the product.

Usage: modbus-slave.py PORT [UNIT [BOARD]]. Writes one JSON line per request to standard output, before it acts on it:
{"t": seconds since the epoch, "fc": function code, "address": .., "value": ..}, and {"ready": true} first.
Knows the timed write of some boards: function 05 at 0x0200 + coil, value in steps of 100 ms.
BOARD `juying-dam`: function 16 at 3 + 5 * channel with [4, time in 100 ms] gives a pulse.
BOARD `eletechsup-r4`: function 06 at the channel from 1 on, 0x0100 on, 0x0200 off, 0x06nn on for nn seconds; 03 reads 1 or 0.
Discrete inputs (function 02): "input ADDRESS 0|1" on standard input sets one.
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
from pymodbus.register_write_message import WriteSingleRegisterRequest, WriteSingleRegisterResponse
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


class WriteRegister(WriteSingleRegisterRequest):
    """Function 06 that answers with its echo (6.6), also where the register takes commands and reads otherwise."""

    def execute(self, context):
        context.setValues(6, self.address, [self.value])
        return WriteSingleRegisterResponse(self.address, self.value)


class JuyingRegisters(ModbusSequentialDataBlock):
    """Mode and time of each relay's flash, five registers apart."""

    def __init__(self, coils):
        super().__init__(0, [0] * 128)
        self.coils = coils

    def setValues(self, address, values):
        super().setValues(address, values)
        if (address - 3) % 5 == 0 and len(values) == 2 and values[0] == 4:
            coil = (address - 3) // 5
            self.coils.setValues(coil, [True])
            tell(relay=coil, on=True, t=time.time())
            asyncio.get_event_loop().call_later(values[1] / 10, self.end, coil)

    def end(self, coil):
        self.coils.setValues(coil, [False])
        tell(relay=coil, on=False, t=time.time())


class R4Registers(ModbusSequentialDataBlock):
    """A command goes in, 1 or 0 comes out."""

    def __init__(self):
        super().__init__(0, [0] * 128)

    def setValues(self, address, values):
        command, seconds = values[0] >> 8, values[0] & 0xFF
        is_on = {1: 1, 2: 0, 6: 1}.get(command)
        if is_on is None:
            return
        super().setValues(address, [is_on])
        tell(relay=address - 1, on=is_on == 1, t=time.time())
        if command == 6:
            asyncio.get_event_loop().call_later(seconds, self.end, address)

    def end(self, address):
        super().setValues(address, [0])
        tell(relay=address - 1, on=False, t=time.time())


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
    board = sys.argv[3] if len(sys.argv) > 3 else "generic"
    coils = ModbusSequentialDataBlock(0, [False] * 32)
    inputs = ModbusSequentialDataBlock(0, [False] * 32)
    registers = {"juying-dam": lambda: JuyingRegisters(coils), "eletechsup-r4": R4Registers}.get(
        board, lambda: ModbusSequentialDataBlock(0, [0] * 128)
    )()
    slave = ModbusSlaveContext(co=coils, di=inputs, hr=registers, zero_mode=True)
    context = ModbusServerContext(slaves={unit: slave}, single=False)
    server = ModbusSerialServer(
        context, ModbusRtuFramer, port=port, baudrate=9600, handler=TellingHandler, ignore_missing_slaves=True
    )
    server.decoder.register(WriteCoil)
    server.decoder.register(WriteRegister)
    await server.start()
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def wait_for_end():
        for line in sys.stdin:
            word, address, value = line.split()
            if word == "input":
                inputs.setValues(int(address), [value == "1"])
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_end, daemon=True).start()
    tell(ready=True)
    await ended.wait()


asyncio.run(main())
