#include "system_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace gpio {
namespace {

constexpr long long kSecondNs = 1'000'000'000;

int open_file(const char* path, int flags) { return ::open(path, flags); }
int close_file(int fd) { return ::close(fd); }
int control(int fd, unsigned long request, void* argument) { return ::ioctl(fd, request, argument); }
ssize_t read_file(int fd, void* buffer, size_t length) { return ::read(fd, buffer, length); }
int poll_files(struct pollfd* fds, nfds_t count, int timeout_ms) { return ::poll(fds, count, timeout_ms); }

long long now_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecondNs + now.tv_nsec;
}

void sleep_until_ns(long long at_ns) {
  const timespec at{static_cast<time_t>(at_ns / kSecondNs), static_cast<long>(at_ns % kSecondNs)};
  while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) {
  }
}

int become_real_time(int priority) {
  sched_param parameter{};
  parameter.sched_priority = priority;
  return ::pthread_setschedparam(::pthread_self(), SCHED_FIFO, &parameter);
}

int lock_memory(const void* at, size_t length) { return ::mlock(at, length) == 0 ? 0 : errno; }

}  // namespace

const SystemCalls& kernel() {
  static const SystemCalls calls{open_file, close_file,     control,          read_file,  poll_files,
                                 now_ns,    sleep_until_ns, become_real_time, lock_memory};
  return calls;
}

}  // namespace gpio
