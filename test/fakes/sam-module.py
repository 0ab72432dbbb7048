"""A security module (SAM_V) of an identity card reader at the far end of a serial line, written from the published description
"SAM_V 通信协议" and from GA 450, sharing no code with the product.

Usage: sam-module.py TTY. Lines of JSON on standard input steer it:
  {"card": {"name": ..., "sex": "1", "nation": "01", "birth": "19700101", "address": ..., "number": ..., "authority": ...,
            "from": "20200101", "to": "20400101", "mark": " "}}   lays a card down; {"card": null} takes it away
  {"next": [...]}  what happens to the next replies, in order: "silent", "badChecksum", "noiseBefore", "inTwoParts", "twice",
                   "half", "huge", or {"status": 0x66}
Each command that arrives is told as one line of JSON on standard output. Ends with its input.
"""
import json
import os
import sys
import threading
import time
import tty

HEAD = b"\xaa\xaa\xaa\x96\x69"
lock = threading.Lock()
state = {"card": None, "was_read": False, "is_selected": False, "next": []}


def tell(**told):
    print(json.dumps(told), flush=True)


def checksum(body):
    total = 0
    for byte in body:
        total ^= byte
    return total


def framed(status, data=b""):
    body = (len(data) + 4).to_bytes(2, "big") + bytes([0, 0, status]) + data
    return HEAD + body + bytes([checksum(body)])


def padded(text, size):
    return text.ljust(size // 2)[: size // 2].encode("utf-16-le")


def text_of(card):
    parts = [
        ("name", 30),
        ("sex", 2),
        ("nation", 4),
        ("birth", 16),
        ("address", 70),
        ("number", 36),
        ("authority", 30),
        ("from", 16),
        ("to", 16),
    ]
    whole = b"".join(padded(card[name], size) for name, size in parts)
    rest = 256 - len(whole)
    tail = padded("", rest)
    # Byte 248: the kind of card.
    at = 248 - len(whole)
    return whole + tail[:at] + padded(card.get("mark", " "), 2) + tail[at + 2 :]


def photo_of(card):
    return bytes((index * 7) % 256 for index in range(1024))


def answer(command, parameter):
    card = state["card"]
    if (command, parameter) == (0x11, 0xFF):
        return framed(0x90)
    if (command, parameter) == (0x20, 0x01):
        state["is_selected"] = False
        if card is None or state["was_read"]:
            return framed(0x80)
        return framed(0x9F, bytes(4))
    if (command, parameter) == (0x20, 0x02):
        if card is None:
            return framed(0x81)
        state["is_selected"] = True
        return framed(0x90, bytes(8))
    if (command, parameter) == (0x30, 0x01):
        if card is None or not state["is_selected"]:
            return framed(0x41)
        state["was_read"] = True
        text, photo = text_of(card), photo_of(card)
        return framed(0x90, len(text).to_bytes(2, "big") + len(photo).to_bytes(2, "big") + text + photo)
    return framed(0x21)


def send(line, reply, how):
    if how == "silent":
        return
    if how == "badChecksum":
        reply = reply[:-1] + bytes([reply[-1] ^ 0x5A])
    if how == "noiseBefore":
        reply = b"\x00\xaa\xaa\x13" + reply
    if how == "twice":
        reply = reply + reply
    if how == "half":
        reply = reply[: len(reply) // 2]
    if how == "huge":
        reply = HEAD + b"\xff\xff" + bytes(64)
    if isinstance(how, dict):
        reply = framed(how["status"])
    if how == "inTwoParts":
        os.write(line, reply[:6])
        time.sleep(0.03)
        reply = reply[6:]
    os.write(line, reply)


def serve(line):
    pending = b""
    while True:
        try:
            chunk = os.read(line, 4096)
        except OSError:
            return
        if not chunk:
            return
        pending += chunk
        while True:
            start = pending.find(HEAD)
            if start < 0 or len(pending) < start + 7:
                break
            length = int.from_bytes(pending[start + 5 : start + 7], "big")
            if len(pending) < start + 7 + length:
                break
            body = pending[start + 5 : start + 7 + length]
            pending = pending[start + 7 + length :]
            with lock:
                if checksum(body) != 0:
                    reply = framed(0x10)
                    command, parameter = None, None
                else:
                    command, parameter = body[2], body[3]
                    reply = answer(command, parameter)
                how = state["next"].pop(0) if state["next"] else None
            send(line, reply, how)
            tell(command=command, parameter=parameter)


def main():
    line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    threading.Thread(target=serve, args=(line,), daemon=True).start()
    tell(ready=True)
    for order in sys.stdin:
        steered = json.loads(order)
        with lock:
            if "card" in steered:
                state.update(card=steered["card"], was_read=False, is_selected=False)
            if "next" in steered:
                state["next"].extend(steered["next"])


main()
