#include "fake_kernel.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <deque>
#include <mutex>
#include <set>

namespace fake {
namespace {

// _IOWR(0xB4, n, size): direction 3 in bits 30 and 31, size from bit 16, 0xB4 from bit 8.
constexpr unsigned long wr(unsigned long number, unsigned long size) { return 3UL << 30 | size << 16 | 0xB4UL << 8 | number; }
constexpr unsigned long kGetLine = wr(0x07, 592);
constexpr unsigned long kGetValues = wr(0x0E, 16);
constexpr unsigned long kSetValues = wr(0x0F, 16);

constexpr uint64_t kActiveLow = 1 << 1, kInput = 1 << 2, kOutput = 1 << 3, kRising = 1 << 4, kFalling = 1 << 5;
constexpr uint64_t kOpenDrain = 1 << 6, kOpenSource = 1 << 7, kPullUp = 1 << 8, kPullDown = 1 << 9, kNoBias = 1 << 10;
constexpr uint64_t kKnown = kActiveLow | kInput | kOutput | kRising | kFalling | kOpenDrain | kOpenSource | kPullUp | kPullDown |
                            kNoBias | 1 << 11 | 1 << 12;
constexpr uint32_t kChipLines = 32;

struct Line {
  Seen asked;
  int read_end = -1;
  int write_end = -1;
  uint32_t seqno = 0;
};

std::mutex mutex;
std::map<int, Line> lines;
std::set<int> chips;
std::map<unsigned long, std::deque<int>> failures;
std::map<uint32_t, bool> levels;
std::map<uint32_t, long long> active_since;
std::vector<Pulse> done;
std::vector<std::string> grumbles;
Seen last;
std::atomic<long long> clock_ns{1'000'000'000};
int open_failure = 0;
int refusal = 0;
bool is_unplugged = false;
size_t locked = 0;
int granted_priority = 0;
int next_chip = 100'000;

template <typename T>
T at(const void* bytes, size_t offset) {
  T value;
  std::memcpy(&value, static_cast<const char*>(bytes) + offset, sizeof(value));
  return value;
}

int refuse(const std::string& why, int number = EINVAL) {
  grumbles.push_back(why);
  errno = number;
  return -1;
}

bool has_one(uint64_t flags, uint64_t of) { return (flags & of) != 0 && ((flags & of) & ((flags & of) - 1)) == 0; }

/** struct gpio_v2_line_request: 64 offsets, consumer at 256, config at 288, num_lines at 560, buffer at 564, fd at 588. */
int get_line(void* request) {
  Seen asked;
  const uint32_t count = at<uint32_t>(request, 560);
  if (count == 0 || count > 64) return refuse("number of lines");
  for (size_t pad = 568; pad < 588; pad += 4)
    if (at<uint32_t>(request, pad) != 0) return refuse("padding of the request is not zero");
  for (uint32_t n = 0; n < count; n += 1) {
    asked.offsets.push_back(at<uint32_t>(request, 4 * n));
    if (asked.offsets.back() >= kChipLines) {
      errno = EINVAL;
      return -1;
    }
  }
  for (const auto& [fd, line] : lines)
    for (const uint32_t held : line.asked.offsets)
      for (const uint32_t offset : asked.offsets)
        if (held == offset) {
          errno = EBUSY;
          return -1;
        }
  const char* consumer = static_cast<const char*>(request) + 256;
  if (std::memchr(consumer, 0, 32) == nullptr) return refuse("the consumer's name has no end");
  asked.consumer = consumer;
  // struct gpio_v2_line_config: flags, num_attrs at 8, padding to 32, ten attributes of 24 bytes.
  asked.flags = at<uint64_t>(request, 288);
  const uint32_t attributes = at<uint32_t>(request, 296);
  if (attributes > 10) return refuse("number of attributes");
  for (size_t pad = 300; pad < 320; pad += 4)
    if (at<uint32_t>(request, pad) != 0) return refuse("padding of the configuration is not zero");
  for (uint32_t n = 0; n < attributes; n += 1) {
    const size_t base = 320 + 24 * n;
    if (at<uint32_t>(request, base + 4) != 0) return refuse("padding of an attribute is not zero");
    const uint32_t id = at<uint32_t>(request, base);
    if (id < 1 || id > 3) return refuse("unknown attribute");
    asked.attributes[id] = id == 3 ? at<uint32_t>(request, base + 8) : at<uint64_t>(request, base + 8);
    asked.attribute_masks[id] = at<uint64_t>(request, base + 16);
  }
  asked.event_buffer_size = at<uint32_t>(request, 564);
  // gpio_v2_line_flags_validate
  if ((asked.flags & ~kKnown) != 0) return refuse("unknown flag");
  if (!has_one(asked.flags, kInput | kOutput)) return refuse("neither input nor output, or both");
  if ((asked.flags & (kRising | kFalling)) != 0 && (asked.flags & kInput) == 0) return refuse("edges of an output");
  if ((asked.flags & (kOpenDrain | kOpenSource)) != 0 && (asked.flags & kOutput) == 0) return refuse("drive of an input");
  if ((asked.flags & (kPullUp | kPullDown | kNoBias)) != 0 && !has_one(asked.flags, kPullUp | kPullDown | kNoBias))
    return refuse("more than one bias");
  if (asked.attributes.count(3) != 0 && (asked.flags & kInput) == 0) return refuse("debounce of an output");
  // GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES
  if (asked.attributes.count(2) != 0)
    for (uint32_t n = 0; n < count; n += 1) {
      const bool is_active = (asked.attributes[2] & asked.attribute_masks[2]) >> n & 1;
      if (is_active && !levels[asked.offsets[n]]) active_since[asked.offsets[n]] = clock_ns;
      levels[asked.offsets[n]] = is_active;
    }
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  lines[ends[0]] = {asked, ends[0], ends[1], 0};
  last = asked;
  std::memcpy(static_cast<char*>(request) + 588, &ends[0], 4);
  return 0;
}

int values_of(const Line& line, void* values) {
  const uint64_t mask = at<uint64_t>(values, 8);
  if (mask == 0 || (line.asked.offsets.size() < 64 && mask >> line.asked.offsets.size() != 0)) return refuse("mask of values");
  uint64_t bits = 0;
  for (size_t n = 0; n < line.asked.offsets.size(); n += 1)
    if ((mask >> n & 1) != 0 && levels[line.asked.offsets[n]]) bits |= 1ULL << n;
  std::memcpy(values, &bits, 8);
  return 0;
}

int set_values(const Line& line, const void* values) {
  const uint64_t bits = at<uint64_t>(values, 0);
  const uint64_t mask = at<uint64_t>(values, 8);
  if ((line.asked.flags & kOutput) == 0) {
    errno = EPERM;
    return -1;
  }
  if (mask == 0 || (line.asked.offsets.size() < 64 && mask >> line.asked.offsets.size() != 0)) return refuse("mask of values");
  for (size_t n = 0; n < line.asked.offsets.size(); n += 1) {
    if ((mask >> n & 1) == 0) continue;
    const uint32_t offset = line.asked.offsets[n];
    const bool is_active = (bits >> n & 1) != 0;
    if (is_active && !levels[offset]) active_since[offset] = clock_ns;
    if (!is_active && levels[offset]) done.push_back({offset, active_since[offset], clock_ns});
    levels[offset] = is_active;
  }
  return 0;
}

int open_chip(const char* path, int) {
  const std::lock_guard<std::mutex> held(mutex);
  if (open_failure != 0) {
    errno = open_failure;
    open_failure = 0;
    return -1;
  }
  if (std::string(path) != "/dev/gpiochip0") {
    errno = ENOENT;
    return -1;
  }
  chips.insert(next_chip);
  return next_chip++;
}

int close_any(int fd) {
  const std::lock_guard<std::mutex> held(mutex);
  if (chips.erase(fd) == 1) return 0;
  const auto found = lines.find(fd);
  if (found == lines.end()) {
    grumbles.push_back("closed a descriptor that is not open");
    errno = EBADF;
    return -1;
  }
  ::close(found->second.read_end);
  ::close(found->second.write_end);
  lines.erase(found);
  return 0;
}

int control(int fd, unsigned long request, void* argument) {
  const std::lock_guard<std::mutex> held(mutex);
  auto& failing = failures[request];
  if (!failing.empty()) {
    errno = failing.front();
    failing.pop_front();
    return -1;
  }
  if (request == kGetLine && chips.count(fd) == 1) return get_line(argument);
  const auto found = lines.find(fd);
  if (found == lines.end()) return refuse("ioctl on a descriptor that is not open", EBADF);
  if (request == kGetValues) return values_of(found->second, argument);
  if (request == kSetValues) return set_values(found->second, argument);
  return refuse("unknown ioctl", ENOTTY);
}

ssize_t read_line(int fd, void* buffer, size_t length) {
  {
    const std::lock_guard<std::mutex> held(mutex);
    if (length < 48) return refuse("read of less than an event");
  }
  return ::read(fd, buffer, length / 48 * 48);
}

int poll_lines(pollfd* fds, nfds_t count, int timeout_ms) {
  const int ready = ::poll(fds, count, timeout_ms);
  const std::lock_guard<std::mutex> held(mutex);
  if (is_unplugged) fds[0].revents |= POLLERR;
  return ready;
}

/** Each look at the clock takes a µs. */
long long now() { return clock_ns += 1'000; }
void sleep_until(long long at_ns) {
  long long before = clock_ns;
  while (before < at_ns && !clock_ns.compare_exchange_weak(before, at_ns)) {
  }
}
int real_time(int wanted) {
  const std::lock_guard<std::mutex> held(mutex);
  if (refusal == 0) granted_priority = wanted;
  return refusal;
}
int lock(const void*, size_t length) {
  const std::lock_guard<std::mutex> held(mutex);
  if (refusal == 0) locked += length;
  return refusal;
}

void send_event(const Line& line, const char (&event)[48]) {
  if (::write(line.write_end, event, sizeof(event)) != static_cast<ssize_t>(sizeof(event)))
    grumbles.push_back("an event was not taken");
}

}  // namespace

void reset() {
  const std::lock_guard<std::mutex> held(mutex);
  failures.clear();
  levels.clear();
  done.clear();
  grumbles.clear();
  open_failure = 0;
  refusal = 0;
  is_unplugged = false;
  locked = 0;
  granted_priority = 0;
}

const gpio::SystemCalls& calls() {
  static const gpio::SystemCalls table{open_chip, close_any, control, read_line, poll_lines, now, sleep_until, real_time, lock};
  return table;
}

void fail_ioctl(unsigned long request, int number, int times) {
  const std::lock_guard<std::mutex> held(mutex);
  for (int n = 0; n < times; n += 1) failures[request].push_back(number);
}

void fail_open(int number) {
  const std::lock_guard<std::mutex> held(mutex);
  open_failure = number;
}

void refuse_real_time(int number) {
  const std::lock_guard<std::mutex> held(mutex);
  refusal = number;
}

void play_edge(uint32_t offset, bool is_rising, uint64_t at_ns) {
  const std::lock_guard<std::mutex> held(mutex);
  for (auto& [fd, line] : lines)
    for (const uint32_t own : line.asked.offsets) {
      if (own != offset || (line.asked.flags & (is_rising ? kRising : kFalling)) == 0) continue;
      // struct gpio_v2_line_event: timestamp, id at 8, offset at 12, seqno at 16, line_seqno at 20, zeros.
      char event[48] = {};
      const uint32_t words[] = {is_rising ? 1U : 2U, offset, ++line.seqno, line.seqno};
      std::memcpy(event, &at_ns, 8);
      std::memcpy(event + 8, words, sizeof(words));
      send_event(line, event);
    }
}

void unplug() {
  const std::lock_guard<std::mutex> held(mutex);
  is_unplugged = true;
  const char event[48] = {};
  for (const auto& [fd, line] : lines) send_event(line, event);
}

void set_input(uint32_t offset, bool is_active) {
  const std::lock_guard<std::mutex> held(mutex);
  levels[offset] = is_active;
}

bool is_active(uint32_t offset) {
  const std::lock_guard<std::mutex> held(mutex);
  return levels[offset];
}

std::vector<Pulse> pulses() {
  const std::lock_guard<std::mutex> held(mutex);
  return done;
}

std::vector<std::string> complaints() {
  const std::lock_guard<std::mutex> held(mutex);
  return grumbles;
}

int open_files() {
  const std::lock_guard<std::mutex> held(mutex);
  return static_cast<int>(chips.size() + lines.size());
}

Seen seen() {
  const std::lock_guard<std::mutex> held(mutex);
  return last;
}

size_t locked_bytes() {
  const std::lock_guard<std::mutex> held(mutex);
  return locked;
}

int priority() {
  const std::lock_guard<std::mutex> held(mutex);
  return granted_priority;
}

}  // namespace fake
