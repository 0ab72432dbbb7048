#pragma once

#include <poll.h>
#include <sys/types.h>
#include <time.h>

#include <cstddef>

namespace gpio {

/** All that this addon asks of the kernel. A table, so that tests put a kernel of their own in its place. */
struct SystemCalls {
  int (*open)(const char* path, int flags);
  int (*close)(int fd);
  int (*ioctl)(int fd, unsigned long request, void* argument);
  ssize_t (*read)(int fd, void* buffer, size_t length);
  int (*poll)(struct pollfd* fds, nfds_t count, int timeout_ms);
  /** CLOCK_MONOTONIC, ns. */
  long long (*now_ns)();
  /** Sleeps until that moment of CLOCK_MONOTONIC, ns. */
  void (*sleep_until_ns)(long long at_ns);
  /** Makes the calling thread a real-time one (SCHED_FIFO); 0, or the errno. */
  int (*become_real_time)(int priority);
  /** Keeps memory from being paged out; 0, or the errno. */
  int (*lock_memory)(const void* at, size_t length);
};

/** The real kernel. */
const SystemCalls& kernel();

}  // namespace gpio
