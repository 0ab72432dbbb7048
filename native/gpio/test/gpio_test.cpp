// Each test prints `ok NAME` or `FAILED NAME: what`; exit code 1 when one failed. test/integration/hardware/native-gpio.test.ts
// builds and runs it, plain and under sanitizers.

#include <dirent.h>
#include <errno.h>
#include <linux/gpio.h>
#include <sys/resource.h>

#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "../src/edge_watcher.h"
#include "../src/gpio_error.h"
#include "../src/line_request.h"
#include "../src/wiegand_sender.h"
#include "fake_kernel.h"
#include "no_threads.h"

namespace {

std::string complaint;

void check(bool holds, const char* what, int line) {
  if (!holds && complaint.empty()) complaint = std::string(what) + " (line " + std::to_string(line) + ")";
}
#define CHECK(claim) check((claim), #claim, __LINE__)

int number_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const gpio::GpioError& error) {
    return error.number;
  }
  return 0;
}

gpio::LineOptions input(std::vector<uint32_t> offsets) {
  gpio::LineOptions options;
  options.chip = "/dev/gpiochip0";
  options.offsets = std::move(offsets);
  options.consumer = "site-gate-terminal";
  return options;
}

gpio::WiegandOptions wiegand() {
  gpio::WiegandOptions options;
  options.chip = "/dev/gpiochip0";
  options.d0 = 20;
  options.d1 = 21;
  options.consumer = "wiegand";
  return options;
}

/** Collects what threads say. */
template <typename T>
class Inbox {
 public:
  void put(T value) {
    const std::lock_guard<std::mutex> held(mutex_);
    values_.push_back(std::move(value));
    changed_.notify_all();
  }
  std::vector<T> until(size_t count) {
    std::unique_lock<std::mutex> held(mutex_);
    changed_.wait_for(held, std::chrono::seconds(20), [&] { return values_.size() >= count; });
    return values_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<T> values_;
};

void an_input_is_asked_for_with_its_edges_bias_and_debounce() {
  gpio::LineOptions options = input({3, 7});
  options.wants_falling = true;
  options.wants_rising = true;
  options.bias = gpio::Bias::kPullUp;
  options.is_active_low = true;
  options.debounce_us = 5'000;
  const gpio::LineRequest lines(fake::calls(), options);
  const fake::Seen seen = fake::seen();
  CHECK(seen.offsets == std::vector<uint32_t>({3, 7}));
  CHECK(seen.consumer == "site-gate-terminal");
  CHECK(seen.flags == (1U << 1 | 1U << 2 | 1U << 4 | 1U << 5 | 1U << 8));
  CHECK(seen.attributes.size() == 1 && seen.attributes.at(3) == 5'000);
  CHECK(seen.attribute_masks.at(3) == 3);
  fake::set_input(7, true);
  CHECK(lines.values() == 2);
}

void an_output_begins_inactive() {
  gpio::LineOptions options = input({1});
  options.direction = gpio::Direction::kOutput;
  options.drive = gpio::Drive::kOpenDrain;
  options.debounce_us = 5'000;  // means nothing for an output, and the kernel would refuse it
  options.wants_falling = true;
  const gpio::LineRequest lines(fake::calls(), options);
  CHECK(fake::seen().flags == (1U << 3 | 1U << 6));
  CHECK(fake::seen().attributes.size() == 1 && fake::seen().attributes.at(2) == 0);
  lines.set(1, 1);
  CHECK(lines.values() == 1);
  lines.set(1, 0);
  CHECK(lines.values() == 0);
  CHECK(fake::pulses().size() == 1);
}

void sixty_four_lines_fit_and_sixty_five_do_not() {
  gpio::LineOptions options = input({});
  CHECK(number_of([&] { gpio::LineRequest(fake::calls(), options); }) == EINVAL);
  for (uint32_t n = 0; n < 65; n += 1) options.offsets.push_back(n % 32);
  CHECK(number_of([&] { gpio::LineRequest(fake::calls(), options); }) == EINVAL);
  options.offsets.resize(64);
  CHECK(gpio::request_of(options).num_lines == 64);
  options.consumer = std::string(100, 'x');
  CHECK(gpio::request_of(options).consumer[31] == 0);
}

void what_the_kernel_refuses_is_named_and_nothing_stays_open() {
  gpio::LineOptions options = input({1});
  options.chip = "/dev/gpiochip9";
  CHECK(number_of([&] { gpio::LineRequest(fake::calls(), options); }) == ENOENT);
  options.chip = "/dev/gpiochip0";
  fake::fail_open(EACCES);
  CHECK(number_of([&] { gpio::LineRequest(fake::calls(), options); }) == EACCES);
  const gpio::LineRequest held(fake::calls(), options);
  CHECK(number_of([&] { gpio::LineRequest(fake::calls(), options); }) == EBUSY);
  CHECK(number_of([&] { held.set(1, 1); }) == EPERM);
  fake::fail_ioctl(GPIO_V2_LINE_GET_VALUES_IOCTL, EIO);
  CHECK(number_of([&] { held.values(); }) == EIO);
  CHECK(fake::open_files() == 1);
}

void edges_arrive_in_order_with_time_and_number() {
  gpio::LineOptions options = input({4, 5});
  options.wants_falling = true;
  const gpio::LineRequest lines(fake::calls(), options);
  Inbox<gpio_v2_line_event> inbox;
  const gpio::EdgeWatcher watcher(
      fake::calls(), lines,
      [&](std::vector<gpio_v2_line_event> events) {
        for (const gpio_v2_line_event& event : events) inbox.put(event);
      },
      [](const gpio::GpioError&) {});
  for (uint64_t n = 0; n < 200; n += 1) {
    fake::play_edge(4 + n % 2, false, 5'000'000'000'000 + n * 2'000'000);
    fake::play_edge(4, true, 1);  // not asked for
  }
  const std::vector<gpio_v2_line_event> events = inbox.until(200);
  CHECK(events.size() == 200);
  for (size_t n = 0; n < events.size(); n += 1) {
    CHECK(events[n].id == GPIO_V2_LINE_EVENT_FALLING_EDGE);
    CHECK(events[n].offset == 4 + n % 2);
    CHECK(events[n].timestamp_ns == 5'000'000'000'000 + n * 2'000'000);
    CHECK(events[n].seqno == n + 1);
  }
}

void a_chip_that_is_pulled_out_is_told_once() {
  gpio::LineOptions options = input({4});
  options.wants_falling = true;
  const gpio::LineRequest lines(fake::calls(), options);
  Inbox<int> lost;
  const gpio::EdgeWatcher watcher(
      fake::calls(), lines, [](std::vector<gpio_v2_line_event>) {}, [&](const gpio::GpioError& error) { lost.put(error.number); });
  fake::unplug();
  CHECK(lost.until(1) == std::vector<int>({ENODEV}));
}

void a_watcher_ends_while_edges_arrive() {
  for (int round = 0; round < 50; round += 1) {
    gpio::LineOptions options = input({4});
    options.wants_falling = true;
    const gpio::LineRequest lines(fake::calls(), options);
    int told = 0;
    {
      const gpio::EdgeWatcher watcher(
          fake::calls(), lines, [&](std::vector<gpio_v2_line_event> events) { told += static_cast<int>(events.size()); },
          [](const gpio::GpioError&) {});
      for (int n = 0; n < 20; n += 1) fake::play_edge(4, false, 1);
    }
    CHECK(told >= 0 && told <= 20);
  }
}

std::vector<bool> frame() {
  std::vector<bool> bits;
  for (int n = 0; n < 26; n += 1) bits.push_back(n % 3 == 0);
  return bits;
}

void a_frame_goes_out_bit_by_bit_in_time() {
  gpio::WiegandSender sender(fake::calls(), wiegand());
  CHECK(sender.scheduling_error() == 0 && sender.locking_error() == 0);
  CHECK(fake::priority() == 49 && fake::locked_bytes() >= 32 * 1024);
  CHECK((fake::seen().flags & (1U << 1)) != 0);
  Inbox<gpio::WiegandOutcome> inbox;
  sender.send(frame(), [&](const gpio::WiegandOutcome& outcome) { inbox.put(outcome); });
  const std::vector<gpio::WiegandOutcome> outcomes = inbox.until(1);
  CHECK(outcomes.size() == 1 && outcomes[0].number == 0 && outcomes[0].pulses == 26);
  const std::vector<fake::Pulse> pulses = fake::pulses();
  CHECK(pulses.size() == 26);
  for (size_t n = 0; n < pulses.size(); n += 1) {
    CHECK(pulses[n].offset == (n % 3 == 0 ? 21U : 20U));
    const long long width = pulses[n].to_ns - pulses[n].from_ns;
    CHECK(width >= 50'000 && width <= 60'000);
    if (n == 0) continue;
    const long long spacing = pulses[n].from_ns - pulses[n - 1].from_ns;
    CHECK(spacing >= 1'990'000 && spacing <= 2'010'000);
  }
  CHECK(outcomes[0].longest_pulse_ns >= 50'000 && outcomes[0].longest_pulse_ns <= 60'000);
}

void two_frames_are_apart() {
  gpio::WiegandSender sender(fake::calls(), wiegand());
  Inbox<gpio::WiegandOutcome> inbox;
  for (int n = 0; n < 2; n += 1) sender.send(frame(), [&](const gpio::WiegandOutcome& outcome) { inbox.put(outcome); });
  inbox.until(2);
  const std::vector<fake::Pulse> pulses = fake::pulses();
  CHECK(pulses.size() == 52);
  if (pulses.size() == 52) CHECK(pulses[26].from_ns - pulses[25].to_ns >= 50'000'000);
}

void a_pulse_that_the_kernel_refuses_ends_the_frame_with_the_line_inactive() {
  gpio::WiegandSender sender(fake::calls(), wiegand());
  Inbox<gpio::WiegandOutcome> inbox;
  const auto done = [&](const gpio::WiegandOutcome& outcome) { inbox.put(outcome); };
  fake::fail_ioctl(GPIO_V2_LINE_SET_VALUES_IOCTL, EIO);
  sender.send(frame(), done);
  CHECK(inbox.until(1)[0].number == EIO);
  CHECK(inbox.until(1)[0].pulses == 0);
  CHECK(fake::pulses().empty());
  sender.send(frame(), done);
  CHECK(inbox.until(2)[1].number == 0);
}

void without_permission_it_sends_all_the_same_and_says_so() {
  fake::refuse_real_time(EPERM);
  gpio::WiegandSender sender(fake::calls(), wiegand());
  CHECK(sender.scheduling_error() == EPERM && sender.locking_error() == EPERM);
  Inbox<gpio::WiegandOutcome> inbox;
  sender.send(frame(), [&](const gpio::WiegandOutcome& outcome) { inbox.put(outcome); });
  CHECK(inbox.until(1).size() == 1 && fake::pulses().size() == 26);
}

void every_frame_is_answered_once_also_at_the_end() {
  Inbox<gpio::WiegandOutcome> inbox;
  {
    gpio::WiegandSender sender(fake::calls(), wiegand());
    for (int n = 0; n < 20; n += 1) sender.send(frame(), [&](const gpio::WiegandOutcome& outcome) { inbox.put(outcome); });
  }
  const std::vector<gpio::WiegandOutcome> outcomes = inbox.until(20);
  CHECK(outcomes.size() == 20);
  for (const gpio::WiegandOutcome& outcome : outcomes) CHECK(outcome.number == 0 || outcome.number == ECANCELED);
  CHECK(fake::pulses().size() % 26 == 0);
}

void a_sender_without_its_lines_cannot_be_had() {
  const gpio::LineRequest held(fake::calls(), input({20}));
  CHECK(number_of([] { gpio::WiegandSender(fake::calls(), wiegand()); }) == EBUSY);
}

/** Descriptors of this process; the listing's own is among them each time. */
int descriptors() {
  int count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder) != nullptr) count += 1;
  ::closedir(folder);
  return count;
}

void an_output_can_begin_active() {
  gpio::LineOptions options = input({1, 4});
  options.direction = gpio::Direction::kOutput;
  options.begins_active = true;
  const gpio::LineRequest lines(fake::calls(), options);
  CHECK(fake::seen().attributes.at(2) == 3 && fake::seen().attribute_masks.at(2) == 3);
  CHECK(lines.values() == 3);
}

void threads_that_cannot_be_started_are_named_and_nothing_stays_open() {
  gpio::LineOptions options = input({5});
  options.wants_rising = true;
  const gpio::LineRequest lines(fake::calls(), options);
  const int before = descriptors();
  {
    const NoThreads none;
    CHECK(number_of([&] { gpio::EdgeWatcher(fake::calls(), lines, [](auto) {}, [](const gpio::GpioError&) {}); }) == EAGAIN);
    CHECK(number_of([] { gpio::WiegandSender(fake::calls(), wiegand()); }) == EAGAIN);
  }
  CHECK(descriptors() == before);
  gpio::WiegandSender(fake::calls(), wiegand());
}

void a_watcher_without_descriptors_cannot_be_had() {
  gpio::LineOptions options = input({5});
  options.wants_rising = true;
  const gpio::LineRequest lines(fake::calls(), options);
  rlimit usual{};
  ::getrlimit(RLIMIT_NOFILE, &usual);
  const rlimit none{0, usual.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  const int number = number_of([&] { gpio::EdgeWatcher(fake::calls(), lines, [](auto) {}, [](const gpio::GpioError&) {}); });
  ::setrlimit(RLIMIT_NOFILE, &usual);
  CHECK(number == EMFILE);
}

bool run(const char* name, void (*test)()) {
  fake::reset();
  complaint.clear();
  test();
  CHECK(fake::open_files() == 0);
  for (const std::string& grumble : fake::complaints())
    if (complaint.empty()) complaint = "the kernel complains: " + grumble;
  if (complaint.empty()) std::printf("ok %s\n", name);
  else std::printf("FAILED %s: %s\n", name, complaint.c_str());
  return complaint.empty();
}
#define RUN(test) is_good = run(#test, test) && is_good

}  // namespace

int main() {
  bool is_good = true;
  RUN(an_input_is_asked_for_with_its_edges_bias_and_debounce);
  RUN(an_output_begins_inactive);
  RUN(sixty_four_lines_fit_and_sixty_five_do_not);
  RUN(what_the_kernel_refuses_is_named_and_nothing_stays_open);
  RUN(edges_arrive_in_order_with_time_and_number);
  RUN(a_chip_that_is_pulled_out_is_told_once);
  RUN(a_watcher_ends_while_edges_arrive);
  RUN(a_frame_goes_out_bit_by_bit_in_time);
  RUN(two_frames_are_apart);
  RUN(a_pulse_that_the_kernel_refuses_ends_the_frame_with_the_line_inactive);
  RUN(without_permission_it_sends_all_the_same_and_says_so);
  RUN(every_frame_is_answered_once_also_at_the_end);
  RUN(a_sender_without_its_lines_cannot_be_had);
  RUN(an_output_can_begin_active);
  RUN(threads_that_cannot_be_started_are_named_and_nothing_stays_open);
  RUN(a_watcher_without_descriptors_cannot_be_had);
  return is_good ? 0 : 1;
}
