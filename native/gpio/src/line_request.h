#pragma once

#include <linux/gpio.h>

#include <cstdint>
#include <string>
#include <vector>

#include "system_calls.h"

#ifndef GPIO_V2_GET_LINE_IOCTL
#error "linux/gpio.h is older than Linux 5.10: the second version of the GPIO interface is needed"
#endif

namespace gpio {

enum class Direction { kInput, kOutput };
enum class Bias { kAsIs, kDisabled, kPullUp, kPullDown };
enum class Drive { kPushPull, kOpenDrain, kOpenSource };

/** Lines of one chip that are asked for together. */
struct LineOptions {
  std::string chip;
  std::vector<uint32_t> offsets;
  std::string consumer;
  Direction direction = Direction::kInput;
  bool is_active_low = false;
  Bias bias = Bias::kAsIs;
  Drive drive = Drive::kPushPull;
  /** Of outputs: active from the beginning. */
  bool begins_active = false;
  bool wants_rising = false;
  bool wants_falling = false;
  /** The kernel passes a change on once it has stood so long, µs; 0: at once. */
  uint32_t debounce_us = 0;
};

/** The kernel's structure for these options. */
gpio_v2_line_request request_of(const LineOptions& options);

/** A held request for lines; outputs begin inactive unless asked otherwise. Throws GpioError. */
class LineRequest {
 public:
  LineRequest(const SystemCalls& calls, const LineOptions& options);
  ~LineRequest();
  LineRequest(const LineRequest&) = delete;
  LineRequest& operator=(const LineRequest&) = delete;

  int fd() const { return fd_; }
  size_t count() const { return count_; }

  /** Bit n: whether line n of the options is active. */
  uint64_t values() const;
  /** Sets the lines in `mask`. */
  void set(uint64_t mask, uint64_t values) const;
  /** What has happened since the last call, after `poll` said that there is something. */
  std::vector<gpio_v2_line_event> read_events() const;

 private:
  const SystemCalls& calls_;
  int fd_ = -1;
  size_t count_;
};

}  // namespace gpio
