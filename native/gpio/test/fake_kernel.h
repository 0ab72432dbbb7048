#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "../src/system_calls.h"

/**
 * The GPIO side of a kernel: takes requests apart byte by byte at the places of the kernel's documentation
 * (Documentation/userspace-api/gpio, include/uapi/linux/gpio.h of Linux 5.10), not with the product's structures, and refuses
 * what gpiolib-cdev.c refuses. One at a time: the table holds plain functions.
 */
namespace fake {

/** What a test wants to happen, and what has happened. All of it may be touched from any thread. */
void reset();
const gpio::SystemCalls& calls();

/** The next calls of that ioctl fail with this errno. */
void fail_ioctl(unsigned long request, int number, int times = 1);
/** The next open fails. */
void fail_open(int number);
/** The scheduler and the memory lock refuse. */
void refuse_real_time(int number);

/** An edge of a line: it is given to whoever polls. */
void play_edge(uint32_t offset, bool is_rising, uint64_t at_ns);
/** The chip is pulled out: poll says so. */
void unplug();
/** A level that reads as active or not, as the product asked for it. */
void set_input(uint32_t offset, bool is_active);

struct Pulse {
  uint32_t offset;
  long long from_ns;
  long long to_ns;
};
/** Times that an output was active, on the fake's clock. */
std::vector<Pulse> pulses();
/** Whether a line is active now; a line that is let go of stays as it is. */
bool is_active(uint32_t offset);
/** Complaints: requests that a kernel would have refused, and descriptors that were misused. Empty when all is well. */
std::vector<std::string> complaints();
/** Descriptors that are open. */
int open_files();
/** The request as it arrived, by name of the field. */
struct Seen {
  std::vector<uint32_t> offsets;
  std::string consumer;
  uint64_t flags;
  uint32_t event_buffer_size;
  /** Attribute id → value. */
  std::map<uint32_t, uint64_t> attributes;
  std::map<uint32_t, uint64_t> attribute_masks;
};
Seen seen();
/** Whether the memory of a thread was locked, and at what priority it runs; 0: none. */
size_t locked_bytes();
int priority();

}  // namespace fake
