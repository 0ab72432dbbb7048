"""A turnstile controller that takes plain frames of bytes, independent of the product: no code in common, another language.

Usage: frame-controller.py PORT. The frames are those of a made-up maker: AA 55 CMD SUM, SUM = the sum of the first three
bytes, modulo 256. CMD 01 opens, 02 closes, 03 stays open, 10 asks. Answers AA 55 CMD+80 STATE SUM, STATE 01 when open.
Writes one JSON line for each frame to standard output, before it acts on it: {"t": seconds since the epoch at the first
byte, "cmd": .., "good": ..}, and {"ready": true} first. Words on standard input: "mute", "speak", "late SECONDS".
Ends when its standard input ends.
"""

import json
import os
import select
import sys
import time
import tty


def tell(**fields):
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def main():
    line = os.open(sys.argv[1], os.O_RDWR | os.O_NOCTTY)
    tty.setraw(line)
    rest = b""
    first_at = None
    is_open = False
    is_mute = False
    late = 0.0
    words = b""
    tell(ready=True)
    while True:
        ready, _, _ = select.select([line, 0], [], [])
        if 0 in ready:
            said = os.read(0, 4096)
            if not said:
                return
            words += said
            while b"\n" in words:
                word, words = words.split(b"\n", 1)
                parts = word.decode().split()
                is_mute = {"mute": True, "speak": False}.get(parts[0], is_mute)
                if parts[0] == "late":
                    late = float(parts[1])
        if line not in ready:
            continue
        now = time.time()
        got = os.read(line, 4096)
        if not rest:
            first_at = now
        rest += got
        while len(rest) >= 4:
            frame = rest[:4]
            if frame[0] != 0xAA or frame[1] != 0x55:
                rest = rest[1:]
                continue
            rest = rest[4:]
            good = sum(frame[:3]) % 256 == frame[3]
            tell(t=first_at, cmd=frame[2], good=good)
            if not good:
                continue
            is_open = {1: True, 2: False, 3: True}.get(frame[2], is_open)
            if is_mute:
                continue
            if late:
                time.sleep(late)
            answer = bytes([0xAA, 0x55, frame[2] + 0x80, 1 if is_open else 0])
            os.write(line, answer + bytes([sum(answer) % 256]))


main()
