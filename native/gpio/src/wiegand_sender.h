#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "line_request.h"

namespace gpio {

struct WiegandOptions {
  std::string chip;
  /** A pulse on `d0` is a zero, on `d1` a one. */
  uint32_t d0 = 0;
  uint32_t d1 = 0;
  std::string consumer;
  /** Active is the pulse. Without a transistor in between the pulse is low: active low. */
  bool is_active_low = true;
  Drive drive = Drive::kPushPull;
  long long pulse_ns = 50'000;
  /** From the beginning of a pulse to the beginning of the next. */
  long long spacing_ns = 2'000'000;
  /** Silence behind a frame. */
  long long silence_ns = 50'000'000;
};

/** What became of a frame. */
struct WiegandOutcome {
  /** 0, or the errno with which the kernel refused a pulse; a pulse that was begun was ended or tried to. */
  int number = 0;
  /** Pulses that went out. */
  uint32_t pulses = 0;
  /** As measured around the kernel calls: an upper bound of what stood on the line. */
  long long longest_pulse_ns = 0;
  /** How late the latest pulse began. */
  long long latest_ns = 0;
};

/** Sends frames from a thread of its own, in order. Throws GpioError. */
class WiegandSender {
 public:
  using OnDone = std::function<void(const WiegandOutcome&)>;

  WiegandSender(const SystemCalls& calls, const WiegandOptions& options);
  /** Ends after the frame under way; frames that wait are answered with ECANCELED. */
  ~WiegandSender();
  WiegandSender(const WiegandSender&) = delete;
  WiegandSender& operator=(const WiegandSender&) = delete;

  /** `on_done` is called from the thread, exactly once. */
  void send(std::vector<bool> bits, OnDone on_done);

  /** Reads the lines, from any thread: throws GpioError when they are gone. */
  void check() const { lines_.values(); }

  /** Why the pulses may not keep their time (errno of the scheduler), or 0. */
  int scheduling_error() const { return scheduling_error_; }
  /** Why memory may be paged out under the thread (errno), or 0. */
  int locking_error() const { return locking_error_; }

 private:
  struct Frame {
    std::vector<bool> bits;
    OnDone on_done;
  };

  void run();
  WiegandOutcome pulse_all(const std::vector<bool>& bits);
  /** Ends a pulse, trying again: a line must not stay active. 0, or the errno. */
  int end_pulse() noexcept;
  void wait_until(long long at_ns) const;

  const SystemCalls& calls_;
  const WiegandOptions options_;
  const LineRequest lines_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Frame> waiting_;
  bool is_ending_ = false;
  bool is_ready_ = false;
  std::atomic<int> scheduling_error_{0};
  std::atomic<int> locking_error_{0};
  long long quiet_from_ns_ = 0;
  std::thread thread_;
};

}  // namespace gpio
