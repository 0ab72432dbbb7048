#include "line_request.h"

#include <errno.h>
#include <fcntl.h>

#include <algorithm>
#include <cstring>

#include "gpio_error.h"

namespace gpio {
namespace {

constexpr size_t kEventsAtOnce = 64;

uint64_t flags_of(const LineOptions& options) {
  const bool is_output = options.direction == Direction::kOutput;
  uint64_t flags = is_output ? GPIO_V2_LINE_FLAG_OUTPUT : GPIO_V2_LINE_FLAG_INPUT;
  if (options.is_active_low) flags |= GPIO_V2_LINE_FLAG_ACTIVE_LOW;
  if (options.bias == Bias::kDisabled) flags |= GPIO_V2_LINE_FLAG_BIAS_DISABLED;
  if (options.bias == Bias::kPullUp) flags |= GPIO_V2_LINE_FLAG_BIAS_PULL_UP;
  if (options.bias == Bias::kPullDown) flags |= GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN;
  if (is_output && options.drive == Drive::kOpenDrain) flags |= GPIO_V2_LINE_FLAG_OPEN_DRAIN;
  if (is_output && options.drive == Drive::kOpenSource) flags |= GPIO_V2_LINE_FLAG_OPEN_SOURCE;
  if (!is_output && options.wants_rising) flags |= GPIO_V2_LINE_FLAG_EDGE_RISING;
  if (!is_output && options.wants_falling) flags |= GPIO_V2_LINE_FLAG_EDGE_FALLING;
  return flags;
}

uint64_t mask_of(size_t count) { return count == 64 ? ~0ULL : (1ULL << count) - 1; }

}  // namespace

gpio_v2_line_request request_of(const LineOptions& options) {
  gpio_v2_line_request request;
  // The kernel refuses a request whose padding is not zero.
  std::memset(&request, 0, sizeof(request));
  const size_t count = std::min<size_t>(options.offsets.size(), GPIO_V2_LINES_MAX);
  std::copy_n(options.offsets.begin(), count, request.offsets);
  options.consumer.copy(request.consumer, GPIO_MAX_NAME_SIZE - 1);
  request.num_lines = static_cast<uint32_t>(count);
  request.config.flags = flags_of(options);
  const auto add = [&](uint32_t id) -> gpio_v2_line_attribute& {
    gpio_v2_line_config_attribute& added = request.config.attrs[request.config.num_attrs++];
    added.attr.id = id;
    added.mask = mask_of(count);
    return added.attr;
  };
  // Said in any case: a relay must not click because a program starts, nor drop out because another one takes over.
  if (options.direction == Direction::kOutput)
    add(GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES).values = options.begins_active ? mask_of(count) : 0;
  else if (options.debounce_us > 0) add(GPIO_V2_LINE_ATTR_ID_DEBOUNCE).debounce_period_us = options.debounce_us;
  return request;
}

LineRequest::LineRequest(const SystemCalls& calls, const LineOptions& options)
    : calls_(calls), count_(options.offsets.size()) {
  if (count_ == 0 || count_ > GPIO_V2_LINES_MAX) throw GpioError("number of lines", EINVAL);
  const int chip = calls_.open(options.chip.c_str(), O_RDWR | O_CLOEXEC);
  if (chip < 0) throw GpioError("open " + options.chip, errno);
  gpio_v2_line_request request = request_of(options);
  const int outcome = calls_.ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request);
  const int number = errno;
  calls_.close(chip);
  if (outcome < 0) throw GpioError("request lines of " + options.chip, number);
  fd_ = request.fd;
}

LineRequest::~LineRequest() { calls_.close(fd_); }

uint64_t LineRequest::values() const {
  gpio_v2_line_values values{};
  values.mask = mask_of(count_);
  if (calls_.ioctl(fd_, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) < 0) throw GpioError("read lines", errno);
  return values.bits & values.mask;
}

void LineRequest::set(uint64_t mask, uint64_t values) const {
  gpio_v2_line_values set{};
  set.mask = mask;
  set.bits = values & mask;
  if (calls_.ioctl(fd_, GPIO_V2_LINE_SET_VALUES_IOCTL, &set) < 0) throw GpioError("set lines", errno);
}

std::vector<gpio_v2_line_event> LineRequest::read_events() const {
  std::vector<gpio_v2_line_event> events(kEventsAtOnce);
  const ssize_t length = calls_.read(fd_, events.data(), events.size() * sizeof(gpio_v2_line_event));
  if (length < 0) throw GpioError("read edges", errno);
  // The kernel gives whole events only.
  events.resize(static_cast<size_t>(length) / sizeof(gpio_v2_line_event));
  return events;
}

}  // namespace gpio
