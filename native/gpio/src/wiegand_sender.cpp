#include "wiegand_sender.h"

#include <errno.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "gpio_error.h"

namespace gpio {
namespace {

/** Above the threads of the kernel that serve interrupts (50) nothing of ours has to be. */
constexpr int kPriority = 49;
/** Sleeping is exact to some tens of µs only; the rest, and the pulse itself, is waited for awake. */
constexpr long long kAwakeNs = 200'000;
constexpr int kTriesToEnd = 3;
constexpr uint64_t kBothLines = 3;
/** Of the thread's stack, what its work touches. */
constexpr size_t kStackBytes = 32 * 1024;

LineOptions lines_of(const WiegandOptions& options) {
  LineOptions lines;
  lines.chip = options.chip;
  lines.offsets = {options.d0, options.d1};
  lines.consumer = options.consumer;
  lines.direction = Direction::kOutput;
  lines.is_active_low = options.is_active_low;
  lines.drive = options.drive;
  return lines;
}

/** Touches and locks the stack below the caller, so that no page of it is fetched between two pulses. */
[[gnu::noinline]] int lock_stack(const SystemCalls& calls) {
  volatile char stack[kStackBytes];
  for (size_t at = 0; at < sizeof(stack); at += 1024) stack[at] = 0;
  return calls.lock_memory(const_cast<const char*>(stack), sizeof(stack));
}

}  // namespace

WiegandSender::WiegandSender(const SystemCalls& calls, const WiegandOptions& options)
    : calls_(calls), options_(options), lines_(calls, lines_of(options)), quiet_from_ns_(calls.now_ns()) {
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error& error) {
    throw GpioError("start a thread", error.code().value());
  }
  std::unique_lock<std::mutex> held(mutex_);
  changed_.wait(held, [this] { return is_ready_; });
}

WiegandSender::~WiegandSender() {
  std::deque<Frame> left;
  {
    const std::lock_guard<std::mutex> held(mutex_);
    is_ending_ = true;
    left.swap(waiting_);
  }
  changed_.notify_all();
  thread_.join();
  WiegandOutcome cancelled;
  cancelled.number = ECANCELED;
  for (const Frame& frame : left) frame.on_done(cancelled);
}

void WiegandSender::send(std::vector<bool> bits, OnDone on_done) {
  {
    const std::lock_guard<std::mutex> held(mutex_);
    waiting_.push_back({std::move(bits), std::move(on_done)});
  }
  changed_.notify_all();
}

void WiegandSender::run() {
  // Not mlockall: it would keep the whole terminal in memory, with its networks.
  const int stack_error = lock_stack(calls_);
  const int own_error = calls_.lock_memory(this, sizeof(*this));
  locking_error_ = stack_error != 0 ? stack_error : own_error;
  scheduling_error_ = calls_.become_real_time(kPriority);
  std::unique_lock<std::mutex> held(mutex_);
  is_ready_ = true;
  changed_.notify_all();
  for (;;) {
    changed_.wait(held, [this] { return is_ending_ || !waiting_.empty(); });
    if (is_ending_) return;
    Frame frame = std::move(waiting_.front());
    waiting_.pop_front();
    held.unlock();
    frame.on_done(pulse_all(frame.bits));
    held.lock();
  }
}

WiegandOutcome WiegandSender::pulse_all(const std::vector<bool>& bits) {
  WiegandOutcome outcome;
  long long begin_ns = std::max(calls_.now_ns() + kAwakeNs, quiet_from_ns_ + options_.silence_ns);
  for (const bool is_one : bits) {
    wait_until(begin_ns);
    const uint64_t line = is_one ? 2 : 1;
    const long long before_ns = calls_.now_ns();
    try {
      lines_.set(line, line);
    } catch (const GpioError& error) {
      // Whether the line moved is not known: it is brought back in any case.
      end_pulse();
      outcome.number = error.number;
      break;
    }
    wait_until(calls_.now_ns() + options_.pulse_ns);
    outcome.number = end_pulse();
    const long long after_ns = calls_.now_ns();
    if (outcome.number != 0) break;
    outcome.pulses += 1;
    outcome.longest_pulse_ns = std::max(outcome.longest_pulse_ns, after_ns - before_ns);
    outcome.latest_ns = std::max(outcome.latest_ns, before_ns - begin_ns);
    // After a delay the next pulse keeps its distance to this one: bits must never run together.
    begin_ns = std::max(begin_ns, before_ns) + options_.spacing_ns;
  }
  quiet_from_ns_ = calls_.now_ns();
  return outcome;
}

int WiegandSender::end_pulse() noexcept {
  int number = 0;
  for (int tries = 0; tries < kTriesToEnd; tries += 1) {
    try {
      lines_.set(kBothLines, 0);
      return 0;
    } catch (const GpioError& error) {
      number = error.number;
    }
  }
  return number;
}

void WiegandSender::wait_until(long long at_ns) const {
  if (at_ns - calls_.now_ns() > kAwakeNs) calls_.sleep_until_ns(at_ns - kAwakeNs / 2);
  while (calls_.now_ns() < at_ns) {
  }
}

}  // namespace gpio
